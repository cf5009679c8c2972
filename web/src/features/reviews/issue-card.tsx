import { CornerDownRight } from "lucide-react";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { DiffView } from "@/components/ui/diff-view";
import { Prose } from "@/components/ui/prose";
import { SeverityBadge } from "@/components/ui/severity";
import type { Issue, Severity, Suggestion } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { diffLines, splitLines } from "@/lib/diff";
import { lineRange } from "@/lib/format";
import { categoryName, isPlaced, sourceName, sourcesOf } from "@/lib/rubric";
import { visible } from "@/lib/visible";

const edge: Record<Severity, string> = { high: "border-l-high", med: "border-l-med", low: "border-l-low" };

/** One finding in full. All its text is shown as text, whatever it contains. */
export function IssueCard({
  issue,
  lines,
  selected,
  onGoToLine,
}: {
  issue: Issue;
  lines: string[];
  selected: boolean;
  onGoToLine: (line: number) => void;
}) {
  const trace = issue.trace ?? [];
  return (
    <article
      id={`issue-${issue.id}`}
      data-issue={issue.id}
      data-start-line={issue.start_line ?? undefined}
      data-end-line={issue.end_line ?? undefined}
      tabIndex={-1}
      aria-label={issue.title}
      className={cn(
        "scroll-my-28 rounded-md border border-l-[3px] border-line bg-surface px-3.5 py-3 font-sans shadow-card motion-safe:animate-arrive",
        edge[issue.severity],
        selected && "outline-2 outline-accent focus:outline-2!",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SeverityBadge severity={issue.severity} />
        <h3 className="min-w-0 text-base font-semibold text-ink [overflow-wrap:anywhere]">
          <Prose text={issue.title} />
        </h3>
      </div>
      <p className="mt-1 text-sm text-pretty whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
        <Prose text={issue.detail} />
      </p>

      {trace.length > 1 && (
        <ol className="mt-2 space-y-0.5 border-l border-line pl-3 text-xs">
          {trace.map((step, index) => (
            <li key={index}>
              <button
                type="button"
                onClick={() => onGoToLine(step.line)}
                className="inline-flex min-h-6 items-baseline gap-2 text-left text-ink-soft hover:text-ink hover:underline"
              >
                <span className="font-mono whitespace-nowrap text-accent">line {step.line}</span>
                <Prose text={step.note} />
              </button>
            </li>
          ))}
        </ol>
      )}

      {!isPlaced(issue) && issue.quote && (
        <pre className="code mt-2 overflow-x-auto rounded-md border border-line bg-sunken px-3 py-1.5">{visible(issue.quote)}</pre>
      )}
      {issue.suggestion && <SuggestedChange suggestion={issue.suggestion} lines={lines} />}

      <p className="mt-2 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-ink-muted">
        <span>{categoryName(issue.category)}</span>
        {isPlaced(issue) && <span className="tabular-nums">{lineRange(issue.start_line, issue.end_line)}</span>}
        {sourcesOf(issue).map((source) => (
          <Badge key={source}>{sourceName(source)}</Badge>
        ))}
        {issue.rule_id && <code className="font-mono text-2xs">{issue.rule_id}</code>}
        {issue.cwe?.map((id) => <span key={id}>CWE-{id}</span>)}
        {typeof issue.confidence === "number" && <span>{Math.round(issue.confidence * 100)} % sure</span>}
        {typeof issue.agreement === "number" && (
          <span>found in {Math.round(issue.agreement * 100)} % of the samples</span>
        )}
      </p>
    </article>
  );
}

function SuggestedChange({ suggestion, lines }: { suggestion: Suggestion; lines: string[] }) {
  const { start_line: start, end_line: end, replacement } = suggestion;
  const diff = useMemo(
    () => diffLines(lines.slice(start - 1, end), replacement === "" ? [] : splitLines(replacement)),
    [lines, start, end, replacement],
  );
  return (
    <div className="mt-2.5">
      <div className="mb-1 flex items-center justify-between gap-2">
        <span className="inline-flex items-center gap-1.5 text-xs font-medium text-ink-soft">
          <CornerDownRight aria-hidden className="size-3.5 text-ink-muted" />
          {replacement === "" ? `Suggested: remove ${lineRange(start, end)}` : "Suggested change"}
        </span>
        {replacement !== "" && <CopyButton text={replacement} label="Copy" />}
      </div>
      <DiffView lines={diff} label={`Suggested change of ${lineRange(start, end)}`} />
    </div>
  );
}
