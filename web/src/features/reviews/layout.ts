import type { Issue, LineSpan, Severity } from "@/lib/api/types";
import { isPlaced } from "@/lib/rubric";

/** A stretch of the file that is drawn as one piece, or left out until asked for. Lines are 1-based, inclusive. */
export interface Stretch {
  start: number;
  end: number;
  hidden: boolean;
}

const rank: Record<Severity, number> = { low: 1, med: 2, high: 3 };

/** For every line the worst severity of the issues that cover it. Lines beyond the file are ignored. */
export function tints(issues: Issue[], lineCount: number): Map<number, Severity> {
  const result = new Map<number, Severity>();
  for (const issue of issues) {
    if (!isPlaced(issue)) continue;
    for (let line = Math.max(1, issue.start_line); line <= Math.min(issue.end_line, lineCount); line++) {
      const known = result.get(line);
      if (!known || rank[issue.severity] > rank[known]) result.set(line, issue.severity);
    }
  }
  return result;
}

/** For every line on which an issue begins, the worst of them: where the gutter carries a mark. */
export function marks(issues: Issue[], lineCount: number): Map<number, Severity> {
  return tints(
    issues.filter(isPlaced).map((issue) => ({ ...issue, end_line: Math.max(1, issue.start_line) })),
    lineCount,
  );
}

/** Issues by the line under which they are shown: the last of their range, or the file's last line. */
export function byAnchor(issues: Issue[], lineCount: number): Map<number, Issue[]> {
  const result = new Map<number, Issue[]>();
  for (const issue of issues) {
    if (!isPlaced(issue)) continue;
    const line = Math.min(Math.max(issue.end_line, 1), lineCount);
    result.set(line, [...(result.get(line) ?? []), issue]);
  }
  return result;
}

/** All lines of some spans. */
export function linesOfSpans(spans: LineSpan[] | null | undefined): ReadonlySet<number> {
  const result = new Set<number>();
  for (const { start_line, end_line } of spans ?? []) for (let line = start_line; line <= end_line; line++) result.add(line);
  return result;
}

export interface StretchOptions {
  /** Files with at most this many lines are shown whole. 0 for a change: only what is near it is worth reading. */
  wholeUpTo?: number;
  around?: number;
  size?: number;
  /** First lines of gaps that a person has opened. */
  opened?: ReadonlySet<number>;
  /** What is shown besides the issues: the changed lines, the line one jumps to. */
  also?: LineSpan[];
}

/**
 * Cuts a file into stretches of at most `size` lines. Above `wholeUpTo` lines only what stands within `around` lines
 * of an issue (or of `also`) is shown.
 */
export function stretches(lineCount: number, issues: Issue[], options: StretchOptions = {}): Stretch[] {
  const { wholeUpTo = 5000, around = 12, size = 100, opened = new Set(), also = [] } = options;
  if (lineCount <= wholeUpTo) return cut(1, lineCount, size);
  const near = [...issues.filter(isPlaced), ...also]
    .map((span) => ({ start: Math.max(1, span.start_line - around), end: Math.min(lineCount, span.end_line + around) }))
    .filter(({ start, end }) => start <= end)
    .sort((a, b) => a.start - b.start);
  if (near.length === 0) near.push({ start: 1, end: Math.min(size, lineCount) });

  const result: Stretch[] = [];
  let next = 1;
  const gap = (end: number) => {
    if (next > end) return;
    // A gap of a few lines costs as much room as the button that would open it.
    if (opened.has(next) || end - next < 3) result.push(...cut(next, end, size));
    else result.push({ start: next, end, hidden: true });
  };
  for (const { start, end } of near) {
    if (end < next) continue;
    gap(start - 1);
    result.push(...cut(Math.max(start, next), end, size));
    next = end + 1;
  }
  gap(lineCount);
  return result;
}

function cut(start: number, end: number, size: number): Stretch[] {
  const result: Stretch[] = [];
  for (let from = start; from <= end; from += size) {
    result.push({ start: from, end: Math.min(end, from + size - 1), hidden: false });
  }
  return result;
}
