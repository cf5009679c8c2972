import { Card } from "@/components/ui/card";
import type { ReviewSummary } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/use-now";
import { headCells, ReviewRow } from "./review-row";

/** A few reviews as a table. */
export function ReviewTable({ reviews, label }: { reviews: ReviewSummary[]; label: string }) {
  const now = useNow();
  return (
    <Card className="overflow-hidden">
      <table aria-label={label} className="w-full table-fixed text-sm max-md:block">
        <TableHeader />
        <tbody className="divide-y divide-line max-md:block">
          {reviews.map((review) => (
            <ReviewRow key={review.id} review={review} now={now} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function TableHeader() {
  return (
    <thead className="border-b border-line bg-sunken max-md:hidden">
      <tr>
        {headCells.map(({ name, className }) => (
          <th key={name} scope="col" className={cn("px-4 py-2.5 text-xs font-medium text-ink-muted", className ?? "", !className?.includes("text-right") && "text-left")}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
