import { Ban, Check, ChevronRight, RotateCcw } from "lucide-react";
import { memo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Prose } from "@/components/ui/prose";
import { SeverityBadge } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { formatDateTime, lineRange } from "@/lib/format";
import { categoryName, isPlaced, sourceName, sourcesOf, statusOf } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { DismissForm } from "./dismiss-form";
import { issueElementId } from "./files";
import { useReviewActions } from "./review-context";
import { SuggestedChange } from "./suggested-change";
import { TaintPath } from "./taint-path";

interface IssueCardProps {
  issue: Issue;
  selected: boolean;
  /** Whether the question why it is dismissed is open. */
  dismissing: boolean;
  /** Not while the review runs: its findings are not stored yet. */
  canTriage: boolean;
}

/** One finding in full. All its text is shown as text, whatever it contains. One that was dealt with is folded. */
export const IssueCard = memo(function IssueCard({ issue, selected, dismissing, canTriage }: IssueCardProps) {
  const { setStatus, askDismiss } = useReviewActions();
  const [unfolded, setUnfolded] = useState(false);
  const status = statusOf(issue);
  const done = status !== "open";
  const full = !done || unfolded;
  return (
    <article
      id={issueElementId(issue.id)}
      data-issue={issue.id}
      data-state={status}
      data-start-line={issue.start_line ?? undefined}
      data-end-line={issue.end_line ?? undefined}
      tabIndex={-1}
      aria-label={issue.title}
      className={cn(
        "scroll-my-28 rounded-lg border break-inside-avoid border-line-mid bg-surface font-sans shadow-card motion-safe:animate-arrive",
        selected && "outline-2 outline-accent focus:outline-2!",
      )}
    >
      {done && <DoneNote issue={issue} unfolded={unfolded} canTriage={canTriage} onUnfold={() => setUnfolded(!unfolded)} />}
      {full && (
        <div className={cn("px-3.5 py-3", done && "border-t border-line")}>
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <SeverityBadge severity={issue.severity} />
            <h3 dir="auto" className="min-w-0 text-base font-semibold text-ink [overflow-wrap:anywhere]">
              <Prose text={issue.title} />
            </h3>
          </div>
          <p dir="auto" className="mt-1.5 max-w-[46rem] text-sm text-pretty whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
            <Prose text={issue.detail} />
          </p>
          {(issue.trace?.length ?? 0) > 1 && <TaintPath steps={issue.trace} path={issue.path} />}
          {!isPlaced(issue) && issue.quote && (
            <pre className="code mt-3 overflow-x-auto rounded-md border border-line bg-sunken px-3 py-1.5">{visible(issue.quote)}</pre>
          )}
          {issue.suggestion && <IssueSuggestion issue={issue} />}
          <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <IssueFacts issue={issue} />
            {canTriage && !done && !dismissing && (
              <div className="ml-auto flex gap-1 print:hidden">
                <Button size="sm" variant="ghost" onClick={() => setStatus(issue, "fixed", null)}>
                  <Check aria-hidden />
                  Mark as fixed
                </Button>
                <Button size="sm" variant="ghost" onClick={() => askDismiss(issue.id)}>
                  <Ban aria-hidden />
                  Dismiss
                </Button>
              </div>
            )}
          </div>
          {dismissing && !done && (
            <DismissForm
              onCancel={() => askDismiss(null)}
              onDismiss={(reason) => {
                askDismiss(null);
                setStatus(issue, "dismissed", reason);
              }}
            />
          )}
        </div>
      )}
    </article>
  );
});

function IssueSuggestion({ issue }: { issue: Issue }) {
  const { linesOf, apply } = useReviewActions();
  return (
    issue.suggestion && (
      <SuggestedChange suggestion={issue.suggestion} lines={linesOf(issue.path)} onApply={() => apply(issue)} />
    )
  );
}

function DoneNote({
  issue,
  unfolded,
  canTriage,
  onUnfold,
}: {
  issue: Issue;
  unfolded: boolean;
  canTriage: boolean;
  onUnfold: () => void;
}) {
  const { setStatus } = useReviewActions();
  const { status, reason, by, at } = issue.state;
  const fixed = status === "fixed";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 pr-2 pl-2">
      <button
        type="button"
        aria-expanded={unfolded}
        onClick={onUnfold}
        className="flex min-h-7 min-w-0 flex-1 basis-60 items-center gap-2 rounded-md px-1.5 text-left text-sm text-ink-soft hover:text-ink"
      >
        <ChevronRight aria-hidden className={cn("size-4 shrink-0 text-ink-muted transition-transform", unfolded && "rotate-90")} />
        <Badge tone={fixed ? "good" : "plain"}>
          {fixed ? <Check aria-hidden /> : <Ban aria-hidden />}
          {fixed ? "Fixed" : "Dismissed"}
        </Badge>
        <span className="min-w-0 truncate">
          <Prose text={issue.title} />
          {reason && (
            <span className="text-ink-muted">
              {" · "}
              {visible(reason)}
            </span>
          )}
        </span>
      </button>
      <span className="ml-auto flex items-center gap-2 text-xs text-ink-muted">
        {by && <span>by {visible(by)}</span>}
        {at && (
          <time dateTime={at} className="max-sm:hidden">
            {formatDateTime(at)}
          </time>
        )}
        {canTriage && (
          <Button size="sm" variant="ghost" onClick={() => setStatus(issue, "open", null)} className="print:hidden">
            <RotateCcw aria-hidden />
            Open again
          </Button>
        )}
      </span>
    </div>
  );
}

/** Where it is, who found it, and how sure they are. */
export function IssueFacts({ issue }: { issue: Issue }) {
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-ink-muted">
      <span>{categoryName(issue.category)}</span>
      {isPlaced(issue) && <span className="tabular-nums">{lineRange(issue.start_line, issue.end_line)}</span>}
      {sourcesOf(issue).map((source) => (
        <Badge key={source}>{visible(sourceName(source))}</Badge>
      ))}
      {issue.rule_id && <code className="font-mono text-2xs [overflow-wrap:anywhere]">{visible(issue.rule_id)}</code>}
      {issue.cwe?.map((id) => <span key={id}>CWE-{id}</span>)}
      {typeof issue.confidence === "number" && <span>{Math.round(issue.confidence * 100)} % sure</span>}
      {typeof issue.agreement === "number" && <span>in {Math.round(issue.agreement * 100)} % of the samples</span>}
    </p>
  );
}
