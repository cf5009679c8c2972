import { getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import { Ban, CircleX, FileQuestion, PartyPopper, WrapText } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Prose } from "@/components/ui/prose";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { ApiError } from "@/lib/api/client";
import type { Issue, Review } from "@/lib/api/types";
import { splitLines } from "@/lib/diff";
import { formatNumber, plural } from "@/lib/format";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { isTerminal } from "@/lib/progress";
import { isPlaced } from "@/lib/rubric";
import { useShortcuts } from "@/lib/shortcuts";
import { useMedia } from "@/lib/use-media";
import { CodeView } from "./code-view";
import { CoveragePanel } from "./coverage-panel";
import { FactsPanel } from "./facts-panel";
import { IssueCard } from "./issue-card";
import { IssueFilters } from "./issue-filters";
import { IssueList } from "./issue-list";
import { MetricsPanel } from "./metrics-panel";
import { RailSection } from "./rail-section";
import { BackLink, ReviewHeader } from "./review-header";
import { RunningPanel } from "./running-panel";
import { ScorePanel } from "./score-panel";
import { filterOf, isFiltering, matches } from "./search";
import { useReview } from "./use-review";

const route = getRouteApi("/reviews/$id");

export default function ReviewPage() {
  const { id } = route.useParams();
  const router = useRouter();
  const navigate = useNavigate();
  const { review, code, status, issues, heard } = useReview(id);
  const back = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/" });
  };

  return (
    <div className="space-y-4">
      <BackLink onBack={back} label={router.history.canGoBack() ? "Back" : "To the editor"} />
      {review.isError && review.error instanceof ApiError && [400, 404, 422].includes(review.error.status) ? (
        <Card>
          <EmptyState
            icon={FileQuestion}
            title="There is no such review"
            action={<Button onClick={() => void navigate({ to: "/history" })}>Open the history</Button>}
          >
            It may have been deleted, or the link is incomplete.
          </EmptyState>
        </Card>
      ) : review.isError && !review.data ? (
        <Card>
          <ErrorState error={review.error} onRetry={() => void review.refetch()} />
        </Card>
      ) : !review.data || !status ? (
        <Waiting />
      ) : (
        <>
          <ReviewHeader review={review.data} status={status} />
          {status === "failed" && <Failed review={review.data} found={issues.length} />}
          {status === "cancelled" && (
            <Notice icon={Ban}>
              This submission was cancelled. {issues.length > 0 && "What had been found by then is kept below."}
            </Notice>
          )}
          <Body
            key={id}
            review={review.data}
            code={code.data?.code}
            codeError={code.error}
            onRetryCode={() => void code.refetch()}
            issues={issues}
            rail={
              isTerminal(status) ? undefined : (
                <RunningPanel status={status} heard={heard} found={issues.length} since={review.data.created_at} />
              )
            }
          />
        </>
      )}
    </div>
  );
}

function Failed({ review, found }: { review: Review; found: number }) {
  return (
    <Notice icon={CircleX} tone="high" role="status">
      <p className="font-medium">This review failed, so it has no score.</p>
      <p className="mt-0.5 [overflow-wrap:anywhere]">
        {review.error || review.reviewers?.find((reviewer) => reviewer.error)?.error || "No reason was given."}
      </p>
      {found > 0 && <p className="mt-0.5">{plural(found, "finding")} from the reviewers that finished are kept below.</p>}
    </Notice>
  );
}

function Body({
  review,
  code,
  codeError,
  onRetryCode,
  issues,
  rail,
}: {
  review: Review;
  code: string | undefined;
  codeError: Error | null;
  onRetryCode: () => void;
  issues: Issue[];
  rail: React.ReactNode | undefined;
}) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/reviews/$id" });
  const { wrapLines } = usePreferences();
  const wide = useMedia("(min-width: 1024px)");
  const [markedLine, setMarkedLine] = useState<number | null>(null);
  const selected = search.issue ?? null;
  const filter = filterOf(search);
  const shown = issues.filter((issue) => matches(issue, filter));
  const unplaced = shown.filter((issue) => !isPlaced(issue));
  const lineCount = code === undefined ? 0 : splitLines(code).length;

  const select = useCallback(
    (id: string) => {
      setMarkedLine(null);
      void navigate({ search: (old) => ({ ...old, issue: id }), replace: true, resetScroll: false });
      reveal(`issue-${id}`);
    },
    [navigate],
  );
  const goToLine = useCallback((line: number) => {
    setMarkedLine(line);
    reveal(`L${line}`);
  }, []);
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((issue) => issue.id === selected);
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (next) select(next.id);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });

  // A shared link may name a finding: go there once, when the code is on the page.
  const ready = code !== undefined;
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current || !ready) return;
    arrived.current = true;
    if (selected) reveal(`issue-${selected}`);
  }, [ready, selected]);

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21.5rem] lg:gap-5">
      <aside
        aria-label="About this review"
        className="min-w-0 space-y-3 lg:sticky lg:top-16 lg:col-start-2 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto lg:overscroll-contain lg:pb-1"
      >
        {rail ?? <ScorePanel review={review} issues={issues} onSelect={select} />}
        {review.summary && <p className="px-1 text-sm text-pretty text-ink-soft">
            <Prose text={review.summary} />
          </p>}
        {issues.length > 0 && (
          <RailSection
            title="Findings"
            open
            aside={isFiltering(filter) ? `${shown.length} of ${issues.length}` : formatNumber(issues.length)}
          >
            <IssueFilters issues={issues} filter={filter} />
            <div className="mt-2.5 max-lg:hidden">
              <IssueList issues={shown} selected={selected} onSelect={select} />
            </div>
            {shown.length === 0 && <p className="mt-2 text-sm text-ink-muted">No finding matches these filters.</p>}
          </RailSection>
        )}
        {wide && <Details review={review} open onGoToLine={goToLine} />}
      </aside>

      <div className="min-w-0 space-y-4 lg:col-start-1 lg:row-start-1">
        {issues.length === 0 && review.status === "completed" && (
          <Notice icon={PartyPopper} tone="accent">
            <span className="font-medium">No findings.</span> Nothing in this code matched what the reviewers look for.
          </Notice>
        )}
        <Card className="overflow-hidden">
          <div className="flex items-center gap-2 border-b border-line bg-sunken py-1.5 pr-2 pl-4">
            <h2 className="mr-auto text-sm font-semibold">
              Code
              {lineCount > 0 && <span className="ml-2 text-xs font-normal text-ink-muted">{plural(lineCount, "line")}</span>}
            </h2>
            <Button
              variant="ghost"
              size="sm"
              aria-pressed={wrapLines}
              className={wrapLines ? "bg-hover text-ink" : undefined}
              onClick={() => setPreferences({ wrapLines: !wrapLines })}
            >
              <WrapText aria-hidden />
              Wrap
            </Button>
            {code !== undefined && <CopyButton text={code} label="Copy" />}
          </div>
          {code !== undefined ? (
            <CodeView
              code={code}
              language={review.language}
              issues={shown}
              selected={selected}
              markedLine={markedLine}
              onGoToLine={goToLine}
            />
          ) : codeError ? (
            <ErrorState error={codeError} onRetry={onRetryCode} title="The code could not be loaded" />
          ) : (
            <div className="space-y-2 p-4" aria-busy="true">
              {[60, 82, 45, 70, 30, 76].map((width, index) => (
                <div key={index} style={{ width: `${width}%` }}>
                  <Skeleton className="h-3.5" />
                </div>
              ))}
            </div>
          )}
        </Card>
        {unplaced.length > 0 && (
          <section aria-labelledby="unplaced-heading" className="space-y-2">
            <h2 id="unplaced-heading" className="text-sm font-semibold">
              Without a place in the code
            </h2>
            <p className="text-xs text-ink-muted">
              The code these findings quote was not found as quoted, so they are not pinned to lines.
            </p>
            {unplaced.map((issue) => (
              <IssueCard key={issue.id} issue={issue} lines={[]} selected={issue.id === selected} onGoToLine={goToLine} />
            ))}
          </section>
        )}
        {!wide && <Details review={review} open={false} onGoToLine={goToLine} />}
      </div>
    </div>
  );
}

/** What stands beside the findings: in the rail where there is one, else below the code. */
function Details({ review, open, onGoToLine }: { review: Review; open: boolean; onGoToLine: (line: number) => void }) {
  return (
    <div className="space-y-3">
      {review.suggestions && review.suggestions.length > 0 && (
        <RailSection title="Advice" open={open}>
          <ul className="list-disc space-y-1.5 pl-4 text-sm text-ink-soft">
            {review.suggestions.map((advice, index) => (
              <li key={index}>
                <Prose text={advice} />
              </li>
            ))}
          </ul>
        </RailSection>
      )}
      {review.coverage && (review.coverage.ranges.length > 0 || review.coverage.notes.length > 0) && (
        <CoveragePanel coverage={review.coverage} />
      )}
      {review.reviewers && <FactsPanel review={review} />}
      {review.metrics && <MetricsPanel metrics={review.metrics} onGoToLine={onGoToLine} />}
    </div>
  );
}

/** Scrolls there and moves the focus along, after React has drawn what the click changed. */
function reveal(elementId: string): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(elementId);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    if (element.tabIndex === -1) element.focus({ preventScroll: true });
  });
}

function Waiting() {
  return (
    <div aria-busy="true" className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_21.5rem]">
      <div className="space-y-3">
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-96" />
      </div>
      <Skeleton className="h-80 max-lg:hidden" />
    </div>
  );
}
