import { UnfoldVertical } from "lucide-react";
import { memo, useMemo, useState } from "react";
import type { Issue, Severity } from "@/lib/api/types";
import { splitLines } from "@/lib/diff";
import { plural } from "@/lib/format";
import type { Span } from "@/lib/highlight/spans";
import { useHighlight } from "@/lib/highlight/use-highlight";
import { usePreferences } from "@/lib/preferences";
import { CodeLine } from "./code-line";
import { IssueCard } from "./issue-card";
import { byAnchor, stretches, tints, type Stretch } from "./layout";

interface CodeViewProps {
  code: string;
  language: string;
  issues: Issue[];
  selected: string | null;
  markedLine: number | null;
  onGoToLine: (line: number) => void;
}

/** The code as it was submitted, each finding under the last line of its range. */
export function CodeView({ code, language, issues, selected, markedLine, onGoToLine }: CodeViewProps) {
  const lines = useMemo(() => splitLines(code), [code]);
  const text = useMemo(() => lines.join("\n"), [lines]);
  const spans = useHighlight(text, language);
  const { wrapLines } = usePreferences();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const tint = useMemo(() => tints(issues, lines.length), [issues, lines.length]);
  const anchored = useMemo(() => byAnchor(issues, lines.length), [issues, lines.length]);
  const parts = useMemo(() => stretches(lines.length, issues, opened), [lines.length, issues, opened]);
  const large = lines.length > 1500;

  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label="Reviewed code" tabIndex={0} className="@container code overflow-x-auto rounded-b-lg bg-surface py-2">
      <div className={wrapLines ? undefined : "w-max min-w-full"}>
        {parts.map((part) =>
          part.hidden ? (
            <button
              key={part.start}
              type="button"
              onClick={() => setOpened(new Set(opened).add(part.start))}
              className="sticky left-0 my-1 flex w-[100cqw] items-center gap-2 border-y border-line bg-sunken px-4 py-1.5 font-sans text-xs text-ink-muted hover:bg-hover hover:text-ink"
            >
              <UnfoldVertical aria-hidden className="size-3.5" />
              Show {plural(part.end - part.start + 1, "line")} without findings
            </button>
          ) : (
            <Piece
              key={part.start}
              part={part}
              lines={lines}
              spans={spans}
              tint={tint}
              anchored={anchored}
              wrap={wrapLines}
              selected={selectedIn(part, anchored, selected)}
              markedLine={markedLine !== null && markedLine >= part.start && markedLine <= part.end ? markedLine : null}
              skipOffscreen={large}
              onGoToLine={onGoToLine}
            />
          ),
        )}
      </div>
    </div>
  );
}

/** The selected issue if this stretch shows it, so that a selection redraws two stretches and not the whole file. */
function selectedIn(part: Stretch, anchored: Map<number, Issue[]>, selected: string | null): string | null {
  if (selected === null) return null;
  for (let line = part.start; line <= part.end; line++) {
    if (anchored.get(line)?.some((issue) => issue.id === selected)) return selected;
  }
  return null;
}

const lineHeight = 21;

const Piece = memo(function Piece({
  part,
  lines,
  spans,
  tint,
  anchored,
  wrap,
  selected,
  markedLine,
  skipOffscreen,
  onGoToLine,
}: {
  part: Stretch;
  lines: string[];
  spans: Span[][];
  tint: Map<number, Severity>;
  anchored: Map<number, Issue[]>;
  wrap: boolean;
  selected: string | null;
  markedLine: number | null;
  skipOffscreen: boolean;
  onGoToLine: (line: number) => void;
}) {
  const rows: React.ReactNode[] = [];
  for (let number = part.start; number <= part.end; number++) {
    rows.push(
      <CodeLine
        key={number}
        number={number}
        text={lines[number - 1] ?? ""}
        spans={spans[number - 1]}
        tint={tint.get(number)}
        wrap={wrap}
        marked={markedLine === number}
      />,
    );
    const here = anchored.get(number);
    if (here) {
      rows.push(
        <div key={`issues-${number}`} className="sticky left-0 w-[100cqw] space-y-2 px-3 py-2.5 sm:pl-13">
          {here.map((issue) => (
            <IssueCard
              key={issue.id}
              issue={issue}
              lines={lines}
              selected={issue.id === selected}
              onGoToLine={onGoToLine}
            />
          ))}
        </div>,
      );
    }
  }
  return (
    <div
      style={
        skipOffscreen
          ? { contentVisibility: "auto", containIntrinsicBlockSize: `auto ${(part.end - part.start + 1) * lineHeight}px` }
          : undefined
      }
    >
      {rows}
    </div>
  );
});
