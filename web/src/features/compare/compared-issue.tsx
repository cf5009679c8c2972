import { Link } from "@tanstack/react-router";
import { Prose } from "@/components/ui/prose";
import { SeverityIcon } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { lineRange } from "@/lib/format";
import { categoryName, isPlaced, severityName } from "@/lib/rubric";
import { visible } from "@/lib/visible";

/** A finding as a line of a comparison; it leads to its place in the review it was found in. */
export function ComparedIssue({ issue, reviewId, note }: { issue: Issue; reviewId: string; note?: string }) {
  return (
    <li className="relative flex gap-3 px-4 py-3 hover:bg-hover">
      <SeverityIcon severity={issue.severity} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <Link
          to="/reviews/$id"
          params={{ id: reviewId }}
          search={{ issue: issue.id }}
          data-row
          className="text-sm font-medium text-ink [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          <span className="sr-only">{severityName[issue.severity]}: </span>
          <Prose text={issue.title} />
        </Link>
        <p className="mt-0.5 text-xs text-ink-muted [overflow-wrap:anywhere]">
          {categoryName(issue.category)}
          {isPlaced(issue) && ` · ${issue.path ? `${visible(issue.path)}, ` : ""}${lineRange(issue.start_line, issue.end_line)}`}
          {note && <span className="text-ink-soft"> · {note}</span>}
        </p>
      </div>
    </li>
  );
}
