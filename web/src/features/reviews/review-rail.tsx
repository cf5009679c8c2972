import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Prose } from "@/components/ui/prose";
import type { Issue, Review } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import type { ShownFile } from "./files";
import { FilesPanel } from "./files-panel";
import { IssueFilters } from "./issue-filters";
import { IssueList } from "./issue-list";
import { RailSection } from "./rail-section";
import { ScorePanel } from "./score-panel";
import { isFiltering, type IssueFilter } from "./search";

interface ReviewRailProps {
  review: Review;
  running: React.ReactNode | undefined;
  files: ShownFile[] | undefined;
  /** The shown findings of each file. */
  perFile: Issue[][];
  issues: Issue[];
  shown: Issue[];
  filter: IssueFilter;
  selected: string | null;
  onSelect: (id: string) => void;
  onOpenFile: (index: number) => void;
  children: React.ReactNode;
}

/** Score, findings and files; at the side where there is room, else above the code. */
export function ReviewRail(props: ReviewRailProps) {
  const { review, running, files, perFile, issues, shown, filter, selected, onSelect, onOpenFile, children } = props;
  const several = files !== undefined && files.length > 1;
  return (
    <aside
      aria-label="About this review"
      className="min-w-0 space-y-3 lg:sticky lg:top-17 lg:col-start-2 lg:-mr-2 lg:max-h-[calc(100dvh-5.25rem)] lg:overflow-y-auto lg:overscroll-contain lg:pr-2 lg:pb-1 print:static print:m-0 print:max-h-none print:p-0 print:overflow-visible"
    >
      {running ?? <ScorePanel review={review} issues={issues} onSelect={onSelect} />}
      {review.summary && <Summary text={review.summary} />}
      {issues.length > 0 && (
        <RailSection
          title="Findings"
          open
          aside={isFiltering(filter) ? `${formatNumber(shown.length)} of ${formatNumber(issues.length)}` : formatNumber(issues.length)}
        >
          <div className="empty:hidden lg:mb-2.5 print:hidden">
            <IssueFilters issues={issues} filter={filter} />
          </div>
          <div className="max-lg:hidden">
            <IssueList issues={shown} selected={selected} withPath={several} onSelect={onSelect} />
          </div>
          {shown.length === 0 && <p className="mt-2 text-sm text-ink-muted">No finding matches these filters.</p>}
        </RailSection>
      )}
      {several && <FilesPanel files={files} issues={perFile} onOpen={onOpenFile} />}
      {children}
    </aside>
  );
}

/** About what six lines of the rail hold. Of many files there are as many summaries, and the findings stand below. */
const longSummary = 320;

function Summary({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const long = text.length > longSummary;
  return (
    <div className="px-1">
      <p
        dir="auto"
        className={cn(
          "text-sm text-pretty whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]",
          long && !all && "line-clamp-6 print:line-clamp-none",
        )}
      >
        <Prose text={text} />
      </p>
      {long && (
        <Button variant="ghost" size="xs" aria-expanded={all} className="mt-1 -ml-2 print:hidden" onClick={() => setAll(!all)}>
          {all ? "Show less" : "Show the whole summary"}
        </Button>
      )}
    </div>
  );
}
