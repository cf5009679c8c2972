import { Link } from "@tanstack/react-router";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ScoreChip } from "@/components/ui/score";
import { SeverityCounts } from "@/components/ui/severity";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Review } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { formatDateTime, formatDuration, formatWhen } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { isTerminal } from "@/lib/progress";
import { countBySeverity } from "@/lib/rubric";
import { useNow } from "@/lib/use-now";

const head = "px-4 py-2.5 text-left text-xs font-medium text-ink-muted";
const cell = "px-4 py-2.5 align-middle";

/** Reviews as a table; below the tablet width each row becomes a small block with the same content. */
export function ReviewTable({ reviews, label }: { reviews: Review[]; label: string }) {
  const now = useNow();
  return (
    <Card className="overflow-hidden">
      <table aria-label={label} className="w-full text-sm max-md:block">
        <thead className="border-b border-line bg-sunken max-md:hidden">
          <tr>
            <th className={cn(head, "w-[38%]")}>Code</th>
            <th className={head}>Status</th>
            <th className={cn(head, "w-20")}>Score</th>
            <th className={head}>Findings</th>
            <th className={cn(head, "text-right")}>Time</th>
            <th className={cn(head, "text-right")}>Submitted</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block">
          {reviews.map((review) => (
            <tr
              key={review.id}
              className="relative transition-colors hover:bg-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3 max-md:[&>td]:p-0"
            >
              <td className={cell}>
                <Link
                  to="/reviews/$id"
                  params={{ id: review.id }}
                  className="block max-w-[26rem] truncate font-medium text-ink after:absolute after:inset-0"
                >
                  {review.filename || `${languageName(review.language)} code`}
                </Link>
                <span className="flex items-center gap-2 text-xs text-ink-muted">
                  {languageName(review.language)}
                  {review.cached && <Badge tone="accent">from cache</Badge>}
                </span>
              </td>
              <td className={cn(cell, "max-md:order-3")}>
                <StatusBadge status={review.status} />
              </td>
              <td className={cn(cell, "max-md:text-right")}>
                {typeof review.score === "number" ? (
                  <ScoreChip score={review.score} />
                ) : (
                  <span className="text-ink-muted">
                    –<span className="sr-only">no score</span>
                  </span>
                )}
              </td>
              <td className={cn(cell, "max-md:order-4 max-md:text-right")}>
                {review.issues?.length ? (
                  <SeverityCounts counts={countBySeverity(review.issues)} />
                ) : (
                  <span className="text-xs text-ink-muted">{review.issues ? "none" : "–"}</span>
                )}
              </td>
              <td className={cn(cell, "text-right text-xs whitespace-nowrap text-ink-muted tabular-nums max-md:hidden")}>
                {isTerminal(review.status) ? formatDuration(duration(review)) : "–"}
              </td>
              <td className={cn(cell, "text-right text-xs text-ink-muted max-md:order-5 max-md:col-span-2 max-md:text-left")}>
                <time dateTime={review.created_at} title={formatDateTime(review.created_at)}>
                  {formatWhen(review.created_at, now)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

const duration = (review: Review): number =>
  Math.max(0, Date.parse(review.updated_at) - Date.parse(review.created_at));
