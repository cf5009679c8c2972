import { useDeferredValue } from "react";
import type { Issue, Review } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import type { ShownFile } from "./files";
import { FilesPanel } from "./files-panel";
import { hasChoices, IssueFilters } from "./issue-filters";
import { IssueList } from "./issue-list";
import { RailSection } from "./rail-section";
import { ReviewSummary } from "./review-summary";
import { ScorePanel } from "./score-panel";
import { isFiltering, type IssueFilter } from "./search";

interface ReviewRailProps {
  review: Review;
  running: React.ReactNode | undefined;
  /** There is room for it beside the code, and for a list. */
  wide: boolean;
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
  const { review, running, wide, files, perFile, issues, shown, filter, selected, onSelect, onOpenFile, children } = props;
  const several = files !== undefined && files.length > 1;
  // A long list may come a moment after what was chosen shows.
  const listed = useDeferredValue(shown);
  return (
    <aside
      aria-label="About this review"
      className="min-w-0 space-y-3 empty:hidden lg:sticky lg:top-17 lg:col-start-2 lg:-mr-2 lg:max-h-[calc(100dvh-5.25rem)] lg:overflow-y-auto lg:overscroll-contain lg:pr-2 lg:pb-1 print:static print:m-0 print:max-h-none print:p-0 print:overflow-visible"
    >
      {running ?? <ScorePanel review={review} issues={issues} onSelect={onSelect} />}
      <ReviewSummary review={review} />
      {issues.length > 0 && (wide || hasChoices(issues, filter)) && (
        // On paper they stand under their lines.
        <div className="print:hidden">
          <RailSection
            title="Findings"
            open
            aside={isFiltering(filter) ? `${formatNumber(shown.length)} of ${formatNumber(issues.length)}` : formatNumber(issues.length)}
          >
            <div className="empty:hidden lg:mb-2.5">
              <IssueFilters issues={issues} filter={filter} />
            </div>
            {wide && <IssueList issues={listed} selected={selected} withPath={several} onSelect={onSelect} />}
            {shown.length === 0 && <p className="mt-2 text-sm text-ink-muted">No finding matches these filters.</p>}
          </RailSection>
        </div>
      )}
      {several && <FilesPanel files={files} issues={perFile} onOpen={onOpenFile} />}
      {children}
    </aside>
  );
}
