import { Ban, Check } from "lucide-react";
import { memo } from "react";
import { Prose } from "@/components/ui/prose";
import { SeverityIcon } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { lineRange } from "@/lib/format";
import { categoryName, isPlaced, severityName, statusOf } from "@/lib/rubric";
import { useGrowing } from "@/lib/use-growing";
import { visible } from "@/lib/visible";
import { entryElementId } from "./files";

/** More than the rail shows before it is scrolled. */
const first = 30;

/** Findings in the order of the files, each a way to its place. */
export const IssueList = memo(function IssueList({
  issues,
  selected,
  withPath,
  onSelect,
}: {
  issues: Issue[];
  selected: string | null;
  /** Whether the file must be said. */
  withPath: boolean;
  onSelect: (id: string) => void;
}) {
  const drawn = useGrowing(issues.length, first);
  return (
    <ol className="-mx-2">
      {issues.slice(0, drawn).map((issue) => (
        <Entry key={issue.id} issue={issue} current={issue.id === selected} withPath={withPath} onSelect={onSelect} />
      ))}
    </ol>
  );
});

const Entry = memo(function Entry({
  issue,
  current,
  withPath,
  onSelect,
}: {
  issue: Issue;
  current: boolean;
  withPath: boolean;
  onSelect: (id: string) => void;
}) {
  const status = statusOf(issue);
  return (
    <li>
      <button
        type="button"
        id={entryElementId(issue.id)}
        aria-current={current || undefined}
        onClick={() => onSelect(issue.id)}
        className={cn(
          "flex w-full gap-2.5 rounded-md px-2 py-1.5 text-left -outline-offset-1",
          current ? "bg-accent-soft" : "hover:bg-hover",
        )}
      >
        {status === "open" ? (
          <SeverityIcon severity={issue.severity} className="mt-0.5" />
        ) : status === "fixed" ? (
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        ) : (
          <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
        )}
        <span className="min-w-0 flex-1">
          <span className={cn("line-clamp-2 text-sm [overflow-wrap:anywhere]", status === "open" ? "text-ink" : "text-ink-muted line-through")}>
            <Prose text={issue.title} />
          </span>
          <span className="block truncate text-xs text-ink-muted">
            <span className="sr-only">
              {severityName[issue.severity]} severity{status !== "open" && `, ${status}`},{" "}
            </span>
            {categoryName(issue.category)}
            {" · "}
            {isPlaced(issue) ? lineRange(issue.start_line, issue.end_line) : "no line"}
            {withPath && issue.path && ` · ${visible(issue.path)}`}
          </span>
        </span>
      </button>
    </li>
  );
});
