import { UnfoldVertical } from "lucide-react";
import { memo, useMemo, useState } from "react";
import type { Issue, LineSpan, Severity } from "@/lib/api/types";
import { plural } from "@/lib/format";
import type { Span } from "@/lib/highlight/spans";
import { useHighlight } from "@/lib/highlight/use-highlight";
import { usePreferences } from "@/lib/preferences";
import { CodeLine } from "./code-line";
import { lineCount, lineId, type ShownFile } from "./files";
import { IssueCard } from "./issue-card";
import { byAnchor, linesOfSpans, marks, stretches, tints, type Stretch } from "./layout";
import { useGradual } from "./use-gradual";

interface CodeViewProps {
  file: ShownFile;
  /** Its place among the files of the review. */
  index: number;
  issues: Issue[];
  selected: string | null;
  dismissing: string | null;
  canTriage: boolean;
  markedLine: number | null;
}

/** Above this many lines the browser lays out only what is near the window. */
const lazyAbove = 1500;

/** The code as it was submitted, each finding under the last line of its range. */
export function CodeView({ file, index, issues, selected, dismissing, canTriage, markedLine }: CodeViewProps) {
  const { lines } = file;
  const count = lineCount(file);
  const text = useMemo(() => lines.join("\n"), [lines]);
  const spans = useHighlight(text, file.language);
  const { wrapLines } = usePreferences();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const drawn = useMemo(
    () => ({
      tint: tints(issues, count),
      mark: marks(issues, count),
      anchored: byAnchor(issues, count),
      changed: linesOfSpans(file.changed),
    }),
    [issues, count, file.changed],
  );
  const parts = useMemo(() => {
    const also: LineSpan[] = [...(file.changed ?? [])];
    if (markedLine !== null) also.push({ start_line: markedLine, end_line: markedLine });
    return stretches(count, issues, {
      opened,
      also,
      // Of a change only what is near it is worth reading first.
      ...(file.changed ? { wholeUpTo: 60, around: 4 } : {}),
    });
  }, [count, issues, opened, file.changed, markedLine]);
  const content = useMemo(() => ({ spans, drawn }), [spans, drawn]);
  const { ref, drawnWith } = useGradual(parts, content, count, index);
  const inside = (part: Stretch, line: number | null) => line !== null && line >= part.start && line <= part.end;

  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={`Code of ${file.path || "the submission"}`} tabIndex={0} className="@container code overflow-x-auto rounded-b-lg bg-surface py-2 -outline-offset-2 print:overflow-visible">
      <div ref={ref} className={wrapLines ? undefined : "w-max min-w-full"}>
        {parts.map((part) => {
          if (part.hidden) {
            return (
              <button
                key={part.start}
                type="button"
                onClick={() => setOpened(new Set(opened).add(part.start))}
                className="sticky left-0 my-1 flex w-[100cqw] items-center gap-2 border-y border-line bg-sunken px-4 py-1.5 font-sans text-xs text-ink-muted hover:bg-hover hover:text-ink"
              >
                <UnfoldVertical aria-hidden className="size-3.5" />
                Show {plural(part.end - part.start + 1, "line")} {file.changed ? "that did not change" : "without findings"}
              </button>
            );
          }
          const selectedHere = shownIn(part, drawn.anchored, selected);
          const dismissingHere = shownIn(part, drawn.anchored, dismissing);
          const markedHere = inside(part, markedLine) ? markedLine : null;
          // Where one is led to must be there, and as it is now.
          const ledHere = selectedHere !== null || dismissingHere !== null || markedHere !== null;
          const look = ledHere ? content : drawnWith(part);
          const height = heightOf(part, drawn.anchored);
          return look === null ? (
            <div key={part.start} style={{ blockSize: height }} />
          ) : (
            <Piece
              key={part.start}
              start={part.start}
              end={part.end}
              index={index}
              lines={lines}
              spans={look.spans}
              drawn={look.drawn}
              wrap={wrapLines}
              selected={selectedHere}
              dismissing={dismissingHere}
              canTriage={canTriage}
              markedLine={markedHere}
              skipOffscreen={count > lazyAbove ? height : null}
            />
          );
        })}
      </div>
    </div>
  );
}

interface Drawn {
  tint: Map<number, Severity>;
  mark: Map<number, Severity>;
  anchored: Map<number, Issue[]>;
  changed: ReadonlySet<number>;
}

/** The issue if this stretch shows it, so that a selection redraws two stretches and not the whole file. */
function shownIn(part: Stretch, anchored: Map<number, Issue[]>, id: string | null): string | null {
  if (id === null) return null;
  for (const [line, issues] of anchored) {
    if (line >= part.start && line <= part.end && issues.some((issue) => issue.id === id)) return id;
  }
  return null;
}

const lineHeight = 21;
const cardHeight = 176;

/** About how high a stretch will be, in pixels. */
function heightOf(part: Stretch, anchored: Map<number, Issue[]>): number {
  let cards = 0;
  for (let line = part.start; line <= part.end; line++) cards += anchored.get(line)?.length ?? 0;
  return (part.end - part.start + 1) * lineHeight + cards * cardHeight;
}

const Piece = memo(function Piece({
  start,
  end,
  index,
  lines,
  spans,
  drawn,
  wrap,
  selected,
  dismissing,
  canTriage,
  markedLine,
  skipOffscreen,
}: {
  start: number;
  end: number;
  index: number;
  lines: string[];
  spans: Span[][];
  drawn: Drawn;
  wrap: boolean;
  selected: string | null;
  dismissing: string | null;
  canTriage: boolean;
  markedLine: number | null;
  /** How high it is while nobody sees it; null: it is laid out wherever it is. */
  skipOffscreen: number | null;
}) {
  const rows: React.ReactNode[] = [];
  for (let number = start; number <= end; number++) {
    rows.push(
      <CodeLine
        key={number}
        id={lineId(index, number)}
        number={number}
        text={lines[number - 1] ?? ""}
        spans={spans[number - 1]}
        tint={drawn.tint.get(number)}
        mark={drawn.mark.get(number)}
        changed={drawn.changed.has(number)}
        wrap={wrap}
        marked={markedLine === number}
      />,
    );
    const here = drawn.anchored.get(number);
    if (here) {
      rows.push(
        <div key={`issues-${number}`} className="sticky left-0 w-[100cqw] space-y-2 px-2 py-2 sm:pr-4 sm:pl-15">
          {here.map((issue) => (
            <IssueCard
              key={issue.id}
              issue={issue}
              selected={issue.id === selected}
              dismissing={issue.id === dismissing}
              canTriage={canTriage}
            />
          ))}
        </div>,
      );
    }
  }
  return (
    <div
      className="print:[content-visibility:visible]!"
      style={skipOffscreen === null ? undefined : { contentVisibility: "auto", containIntrinsicBlockSize: `auto ${skipOffscreen}px` }}
    >
      {rows}
    </div>
  );
});
