import { Card } from "@/components/ui/card";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { ComparedReview } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { rubric } from "@/lib/rubric";

const rounded = (score: number): number => Number(score.toFixed(1));
const one = (score: number | undefined): string => (score === undefined ? "–" : String(rounded(score)));

/** The six scores on both sides. */
export function ScoreChange({ before, after }: { before: ComparedReview; after: ComparedReview }) {
  if (!before.scores && !after.scores) return null;
  return (
    <Card className="overflow-hidden pb-1">
      <h2 className="px-4 pt-3 pb-1 text-sm font-semibold" id="score-change">
        Scores
      </h2>
      <Table aria-labelledby="score-change">
        <TableHead>
          <tr>
            <HeadCell className="pl-4">Category</HeadCell>
            <HeadCell align="end" className="max-sm:px-1.5">
              Before
            </HeadCell>
            <HeadCell align="end" className="max-sm:px-1.5">
              After
            </HeadCell>
            <HeadCell align="end" className="pr-4 max-sm:pl-1.5">
              Change
            </HeadCell>
          </tr>
        </TableHead>
        <TableBody>
          {rubric.map(({ id, name }) => {
            const was = before.scores?.[id];
            const is = after.scores?.[id];
            const change = was === undefined || is === undefined ? 0 : rounded(rounded(is) - rounded(was));
            return (
              <tr key={id}>
                <Cell className="pl-4">{name}</Cell>
                <Cell align="end" className="max-sm:px-1.5">{one(was)}</Cell>
                <Cell align="end" className="max-sm:px-1.5">{one(is)}</Cell>
                <Cell align="end" className={cn("pr-4 max-sm:pl-1.5", change > 0 ? "font-medium text-good" : change < 0 ? "font-medium text-high" : "text-ink-muted")}>
                  {change === 0 ? "–" : change > 0 ? `+${change}` : `−${-change}`}
                </Cell>
              </tr>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
