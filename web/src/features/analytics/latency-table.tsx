import { Card } from "@/components/ui/card";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Percentiles } from "@/lib/api/types";
import { formatDuration } from "@/lib/format";

const rows = [
  ["p50", "Half of them within"],
  ["p90", "90 % within"],
  ["p95", "95 % within"],
  ["p99", "99 % within"],
  ["max", "The longest"],
] as const;

const inWords = (ms: number | null): string => (ms === null ? "–" : formatDuration(ms));

/** How long submissions waited and reviews took. */
export function LatencyTable({ wait, run }: { wait: Percentiles; run: Percentiles }) {
  return (
    <Card className="min-w-0 overflow-hidden pb-1">
      <h2 id="latency" className="px-4 pt-4 pb-2 text-sm font-semibold sm:px-5">
        Time
      </h2>
      <Table aria-labelledby="latency">
        <TableHead>
          <tr>
            <HeadCell className="pl-4 sm:pl-5">
              <span className="sr-only">Share of the reviews</span>
            </HeadCell>
            <HeadCell align="end">Waited</HeadCell>
            <HeadCell align="end" className="pr-4 sm:pr-5">
              Took
            </HeadCell>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map(([id, name]) => (
            <tr key={id}>
              <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal sm:pl-5">
                {name}
              </th>
              <Cell align="end" className="whitespace-nowrap">
                {inWords(wait[id])}
              </Cell>
              <Cell align="end" className="pr-4 whitespace-nowrap sm:pr-5">
                {inWords(run[id])}
              </Cell>
            </tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
