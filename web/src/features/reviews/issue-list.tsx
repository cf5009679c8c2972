import { Prose } from "@/components/ui/prose";
import { SeverityIcon } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { lineRange } from "@/lib/format";
import { categoryName, isPlaced, severityName } from "@/lib/rubric";

/** Findings in the order of the file, each a way to its place. */
export function IssueList({
  issues,
  selected,
  onSelect,
}: {
  issues: Issue[];
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  return (
    <ol className="-mx-2">
      {issues.map((issue) => (
        <li key={issue.id}>
          <button
            type="button"
            aria-current={issue.id === selected || undefined}
            onClick={() => onSelect(issue.id)}
            className={cn(
              "flex w-full gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover",
              issue.id === selected && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <SeverityIcon severity={issue.severity} className="mt-0.5" />
            <span className="min-w-0 flex-1">
              <span className="line-clamp-2 text-sm text-ink [overflow-wrap:anywhere]">
                <Prose text={issue.title} />
              </span>
              <span className="block text-xs text-ink-muted">
                <span className="sr-only">{severityName[issue.severity]} severity, </span>
                {categoryName(issue.category)}
                {" · "}
                {isPlaced(issue) ? lineRange(issue.start_line, issue.end_line) : "no line"}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
