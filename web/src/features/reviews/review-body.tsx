import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { EyeOff, PartyPopper } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { Issue, Review, Status, Suggestion } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { copyText } from "@/lib/copy-text";
import { editAgain } from "@/lib/draft/draft";
import { plural } from "@/lib/format";
import { isTerminal } from "@/lib/progress";
import { isPlaced, statusOf } from "@/lib/rubric";
import { useShortcuts } from "@/lib/shortcuts";
import { toast } from "@/lib/toast";
import { useMedia } from "@/lib/use-media";
import { CodeFile, Unplaced } from "./code-file";
import { byFile, entryElementId, fileId, homeless, indexOfPath, issueElementId, lineId, withSuggestion, type Place, type ShownFile } from "./files";
import { FilteredSection } from "./filtered-section";
import { linesIn, ReviewContext, type ReviewActions } from "./review-context";
import { ReviewDetails } from "./review-details";
import { ReviewRail } from "./review-rail";
import { filterOf, matches } from "./search";
import { useTriage } from "./use-triage";

const route = getRouteApi("/reviews/$id");
/** Of more files than this only those with findings are open at first. */
const openAllUpTo = 5;

interface ReviewBodyProps {
  review: Review;
  status: Status;
  files: ShownFile[] | undefined;
  codeError: Error | null;
  onRetryCode: () => void;
  issues: Issue[];
  /** Stands in the score's place while there is none. */
  running: React.ReactNode | undefined;
}

/** The code with its findings, beside it what there is to know about the review. */
export function ReviewBody({ review, status, files, codeError, onRetryCode, issues, running }: ReviewBodyProps) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/reviews/$id" });
  const wide = useMedia("(min-width: 1024px)");
  const [marked, setMarked] = useState<Place | null>(null);
  const [dismissing, setDismissing] = useState<string | null>(null);
  const [folded, setFolded] = useState<ReadonlyMap<number, boolean>>(new Map());
  const triage = useTriage(review.id);
  const selected = search.issue ?? null;
  // Where the keys are, which may be ahead of the address: a key that is held down outruns it.
  const reached = useRef(selected);
  useEffect(() => {
    reached.current = selected;
  }, [selected]);
  const { severity, category, source, state } = search;
  const filter = useMemo(() => filterOf({ severity, category, source, state }), [severity, category, source, state]);
  const perFile = useMemo(
    () => (files ? byFile(files, issues.filter((issue) => matches(issue, filter))) : []),
    [files, issues, filter],
  );
  const lost = useMemo(
    () => issues.filter((issue) => matches(issue, filter) && (!files || homeless(files, issue))),
    [files, issues, filter],
  );
  // In reading order: file by file, down each file, what has no place last.
  const shown = useMemo(
    () => [...perFile.flatMap((list) => list.filter(isPlaced)), ...perFile.flatMap((list) => list.filter((issue) => !isPlaced(issue))), ...lost],
    [perFile, lost],
  );
  const canTriage = isTerminal(status) && review.issues !== null;

  const isOpen = (index: number) =>
    folded.get(index) ?? ((files?.length ?? 0) <= openAllUpTo || (perFile[index]?.length ?? 0) > 0);
  const unfold = useCallback((index: number) => setFolded((old) => new Map(old).set(index, true)), []);

  const goTo = useCallback(
    (place: Place) => {
      const index = files ? indexOfPath(files, place.path) : -1;
      if (index < 0) return;
      unfold(index);
      setMarked(place);
      reveal(lineId(index, place.line));
    },
    [files, unfold],
  );
  // The actions stay the same while findings change: all that is drawn holds on to them.
  const latest = useRef(issues);
  useEffect(() => {
    latest.current = issues;
  }, [issues]);
  const select = useCallback(
    (id: string) => {
      setMarked(null);
      const issue = latest.current.find((candidate) => candidate.id === id);
      const index = issue && files ? indexOfPath(files, issue.path) : -1;
      if (index >= 0) unfold(index);
      reached.current = id;
      void navigate({ search: (old) => ({ ...old, issue: id }), replace: true, resetScroll: false });
      reveal(issueElementId(id));
    },
    [navigate, files, unfold],
  );
  const askDismiss = useCallback(
    (id: string | null) =>
      setDismissing((asked) => {
        // Whoever cancels goes on where the question was asked.
        if (id === null && asked !== null) reveal(issueElementId(asked));
        return id;
      }),
    [],
  );
  const setStatus: ReviewActions["setStatus"] = useCallback(
    (issue, status, reason) => {
      // The button that was pressed goes with what it did; its finding stays.
      const finding = document.getElementById(issueElementId(issue.id));
      if (finding?.contains(document.activeElement)) finding.focus({ preventScroll: true });
      triage(issue, status, reason);
    },
    [triage],
  );
  const linesOf = useCallback((path: string) => (files ? linesIn(files, path) : []), [files]);
  const apply = useCallback(
    (issue: Issue) => {
      if (!files || !issue.suggestion) return;
      const at = indexOfPath(files, issue.path);
      const changed = files.map(({ path, lines }, index) => ({
        name: path || null,
        code: (index === at ? withSuggestion(lines, issue.suggestion as Suggestion) : lines).join("\n"),
      }));
      editAgain(changed, at);
      void navigate({ to: "/" });
      toast("The code is in the editor, with the suggested change made.", "good");
    },
    [files, navigate],
  );
  const actions = useMemo<ReviewActions>(
    () => ({ goTo, select, askDismiss, setStatus, apply, linesOf }),
    [goTo, select, askDismiss, setStatus, apply, linesOf],
  );

  const current = shown.find((issue) => issue.id === selected);
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((issue) => issue.id === reached.current);
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (!next) return;
    select(next.id);
    // A long list beside the code keeps up with the keys.
    document.getElementById(entryElementId(next.id))?.scrollIntoView({ block: "nearest" });
  };
  const mark = (to: "fixed" | "open") => {
    if (current && canTriage && (statusOf(current) === "open") === (to !== "open")) triage(current, to, null);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    o: () => current && select(current.id),
    e: () => mark("fixed"),
    u: () => mark("open"),
    x: () => {
      if (current && canTriage && statusOf(current) === "open") setDismissing(current.id);
    },
    f: () => {
      if (!current) return;
      if (!current.suggestion) toast("This finding has no suggested change.");
      else void copyText(current.suggestion.replacement).then((done) => toast(done ? "The suggested change is copied." : "It could not be copied.", done ? "good" : "high"));
    },
  });

  // A shared link may name a finding: go there once, when the code is on the page.
  const ready = files !== undefined;
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current || !ready) return;
    arrived.current = true;
    if (selected) reveal(issueElementId(selected));
  }, [ready, selected]);

  const common = { selected, dismissing, canTriage };
  const details = <ReviewDetails review={review} open={wide} />;
  // Of what was cancelled early there is nothing to tell: then the code has all the room.
  const bare = !running && review.issues === null && issues.length === 0 && files?.length === 1;
  return (
    <ReviewContext value={actions}>
      <div className={cn("grid items-start gap-4 lg:gap-5 print:block print:space-y-4", !bare && "lg:grid-cols-[minmax(0,1fr)_21.5rem]")}>
        {!bare && (
          <ReviewRail
            review={review}
            running={running}
            wide={wide}
            files={files}
            perFile={perFile}
            issues={issues}
            shown={shown}
            filter={filter}
            selected={selected}
            onSelect={select}
            onOpenFile={(index) => {
              unfold(index);
              reveal(fileId(index));
            }}
          >
            {wide && details}
          </ReviewRail>
        )}
        <div id="findings" tabIndex={-1} className="min-w-0 scroll-mt-16 space-y-4 lg:col-start-1 lg:row-start-1">
          {issues.length === 0 && review.status === "completed" && <NoFindings filtered={review.counts?.filtered ?? 0} />}
          {files ? (
            files.map((file, index) => (
              <CodeFile
                key={file.path}
                file={file}
                index={index}
                alone={files.length === 1}
                issues={perFile[index] ?? []}
                open={files.length === 1 || isOpen(index)}
                onOpenChange={(open) => setFolded(new Map(folded).set(index, open))}
                markedLine={marked && indexOfPath(files, marked.path) === index ? marked.line : null}
                {...common}
              />
            ))
          ) : codeError ? (
            <Card>
              <ErrorState error={codeError} onRetry={onRetryCode} title="The code could not be loaded" />
            </Card>
          ) : (
            <CodeWaiting />
          )}
          {files && lost.length > 0 && <Unplaced issues={lost} {...common} />}
          {review.filtered && review.filtered.length > 0 && <FilteredSection filtered={review.filtered} />}
          {!wide && !bare && details}
        </div>
      </div>
    </ReviewContext>
  );
}

/** Scrolls there and moves the focus along, after React has drawn what the click changed. */
function reveal(elementId: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const element = document.getElementById(elementId);
      if (!element) return;
      element.scrollIntoView({ block: element.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
      if (element.tabIndex === -1) element.focus({ preventScroll: true });
    }),
  );
}

/** Nothing found is good news; what was found and filtered must not be told as such. */
function NoFindings({ filtered }: { filtered: number }) {
  return filtered > 0 ? (
    <Notice icon={EyeOff}>
      <span className="font-medium">No findings are shown.</span> {plural(filtered, "finding")} {filtered === 1 ? "was" : "were"} filtered; what and why stands below the code.
    </Notice>
  ) : (
    <Notice icon={PartyPopper} tone="accent">
      <span className="font-medium">No findings.</span> Nothing in this code matched what the reviewers look for.
    </Notice>
  );
}

function CodeWaiting() {
  return (
    <Card className="space-y-2 p-4" aria-busy="true" aria-label="Loading the code">
      {[60, 82, 45, 70, 30, 76].map((width, index) => (
        <div key={index} style={{ width: `${width}%` }}>
          <Skeleton className="h-3.5" />
        </div>
      ))}
    </Card>
  );
}
