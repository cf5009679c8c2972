import { ChevronRight, FileCode2, WrapText } from "lucide-react";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { PathText } from "@/components/ui/path-text";
import { SeverityCounts } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { countBySeverity, isPlaced } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { CodeView } from "./code-view";
import { fileId, lineCount, type ShownFile } from "./files";
import { IssueCard } from "./issue-card";
import { linesOfSpans } from "./layout";

interface CodeFileProps {
  file: ShownFile;
  index: number;
  /** The only file of the review: its head names the code, and it does not fold. */
  alone: boolean;
  issues: Issue[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  selected: string | null;
  dismissing: string | null;
  canTriage: boolean;
  markedLine: number | null;
}

/** A file with its head, its code and its findings. */
export function CodeFile({ file, index, alone, issues, open, onOpenChange, ...rest }: CodeFileProps) {
  const { wrapLines } = usePreferences();
  const name = visible(file.path) || "Code";
  // What is drawn of the code goes by the identity of its findings.
  const placed = useMemo(() => issues.filter(isPlaced), [issues]);
  const unplaced = issues.filter((issue) => !isPlaced(issue));
  const changed = file.changed ? linesOfSpans(file.changed).size : null;
  return (
    <section aria-label={name} id={fileId(index)} className="scroll-mt-16">
      <Card>
        <div className={cn("flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 rounded-t-lg bg-sunken py-1 pr-2 pl-3", open ? "border-b border-line" : "rounded-b-lg")}>
          <h2 className="min-w-0 flex-1 basis-40 text-sm font-semibold">
            {alone ? (
              <span className="flex items-center gap-2 pl-1">
                <FileCode2 aria-hidden className="size-4 shrink-0 text-ink-muted" />
                <PathText path={name} />
              </span>
            ) : (
              <button
                type="button"
                aria-expanded={open}
                onClick={() => onOpenChange(!open)}
                className="flex min-h-7 w-full items-center gap-1.5 rounded-md text-left"
              >
                <ChevronRight aria-hidden className={cn("size-4 shrink-0 text-ink-muted transition-transform", open && "rotate-90")} />
                <PathText path={name} />
              </button>
            )}
          </h2>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-muted">
            {!alone && <SeverityCounts counts={countBySeverity(issues)} />}
            <span>{languageName(file.language)}</span>
            <span className="tabular-nums">{plural(lineCount(file), "line")}</span>
            {changed !== null && <Badge tone="good">{plural(changed, "line")} changed</Badge>}
            {!file.complete && <Badge tone="med">only what the diff shows</Badge>}
          </span>
          {open && (
            <span className="flex print:hidden">
              <Button variant="ghost" size="sm" aria-pressed={wrapLines} onClick={() => setPreferences({ wrapLines: !wrapLines })}>
                <WrapText aria-hidden />
                Wrap
              </Button>
              <CopyButton text={file.lines.join("\n")} label="Copy" />
            </span>
          )}
        </div>
        {open && <CodeView file={file} index={index} issues={placed} {...rest} />}
      </Card>
      {open && unplaced.length > 0 && (
        <div className="mt-3">
          <Unplaced issues={unplaced} {...rest} />
        </div>
      )}
    </section>
  );
}

/** Findings whose quoted code was not found: shown apart, never pinned to lines that do not say what they claim. */
export function Unplaced({
  issues,
  selected,
  dismissing,
  canTriage,
}: {
  issues: Issue[];
  selected: string | null;
  dismissing: string | null;
  canTriage: boolean;
}) {
  return (
    <section aria-label="Findings without a place" className="space-y-2">
      <h3 className="text-sm font-semibold">Without a place in the code</h3>
      <p className="text-xs text-ink-muted">
        The code that these findings quote was not found, so they are not pinned to lines and take nothing from the score.
      </p>
      {issues.map((issue) => (
        <IssueCard
          key={issue.id}
          issue={issue}
          selected={issue.id === selected}
          dismissing={issue.id === dismissing}
          canTriage={canTriage}
        />
      ))}
    </section>
  );
}
