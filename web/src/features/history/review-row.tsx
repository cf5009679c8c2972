import { Link } from "@tanstack/react-router";
import { Badge } from "@/components/ui/badge";
import { PathText } from "@/components/ui/path-text";
import { ScoreChip } from "@/components/ui/score";
import { SeverityCounts } from "@/components/ui/severity";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ReviewSummary, Severity } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { useLiveReview } from "@/lib/events/store";
import { formatDateTime, formatDuration, formatWhen, plural } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { isTerminal } from "@/lib/progress";
import { reviewName } from "@/lib/review-name";

const cell = "px-4 py-2.5 align-middle max-md:p-0";

export const headCells: { name: string; className?: string }[] = [
  { name: "Code" },
  { name: "Status", className: "w-34 lg:w-36" },
  { name: "Score", className: "w-20" },
  { name: "Findings", className: "w-34 lg:w-36" },
  // On a tablet the names need the room.
  { name: "Time", className: "w-24 text-right max-lg:hidden" },
  { name: "Submitted", className: "w-38 lg:w-40 text-right" },
];

/** A review as a row; below the tablet width a small block with the same content. The whole of it leads to the review. */
export function ReviewRow({ review, now, ...props }: { review: ReviewSummary; now: number } & React.ComponentProps<"tr">) {
  const heard = useLiveReview(review.id);
  const status = isTerminal(review.status) ? review.status : (heard?.status ?? review.status);
  return (
    <tr
      className="relative hover:bg-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3"
      {...props}
    >
      <td className={cn(cell, "min-w-0")}>
        <Link
          to="/reviews/$id"
          params={{ id: review.id }}
          data-row
          className="block font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <PathText path={reviewName(review)} />
        </Link>
        <span className="flex items-center gap-2 text-xs text-ink-muted">
          {review.file_count <= 1 && languageName(review.language)}
          {review.file_count > 1 && review.filename && <span>{plural(review.file_count, "file")}</span>}
          <When review={review} now={now} className="md:hidden" />
          {review.cached && <Badge tone="accent">from cache</Badge>}
          {review.rerun_of && <Badge>run again</Badge>}
        </span>
      </td>
      <td className={cn(cell, "max-md:order-3")}>
        <StatusBadge status={status} />
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
        {review.severities && sumOf(review.severities) > 0 ? (
          <SeverityCounts counts={review.severities} />
        ) : (
          <span className="text-xs text-ink-muted">{review.severities ? "none" : "–"}</span>
        )}
      </td>
      <td className={cn(cell, "text-right text-xs whitespace-nowrap text-ink-muted tabular-nums max-lg:hidden")}>
        {isTerminal(status) ? formatDuration(duration(review)) : "–"}
      </td>
      <td className={cn(cell, "text-right text-xs whitespace-nowrap text-ink-muted max-md:hidden")}>
        <When review={review} now={now} />
      </td>
    </tr>
  );
}

function When({ review, now, className }: { review: ReviewSummary; now: number; className?: string }) {
  return (
    <time dateTime={review.created_at} title={formatDateTime(review.created_at)} className={className}>
      {formatWhen(review.created_at, now)}
    </time>
  );
}

const sumOf = ({ high, med, low }: Record<Severity, number>): number => high + med + low;

const duration = (review: ReviewSummary): number =>
  Math.max(0, Date.parse(review.updated_at) - Date.parse(review.created_at));
