import type { Issue, Severity } from "@/lib/api/types";
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

/**
 * Cuts a file into stretches of at most `size` lines. Above `wholeUpTo` lines only what stands within `around` lines
 * of an issue is shown; `opened` holds the first lines of gaps that a person has opened.
 */
export function stretches(
  lineCount: number,
  issues: Issue[],
  opened: ReadonlySet<number> = new Set(),
  { wholeUpTo = 5000, around = 12, size = 100 } = {},
): Stretch[] {
  if (lineCount <= wholeUpTo) return cut(1, lineCount, size);
  const near = issues
    .filter(isPlaced)
    .map((issue) => ({ start: Math.max(1, issue.start_line - around), end: Math.min(lineCount, issue.end_line + around) }))
    .filter(({ start, end }) => start <= end)
    .sort((a, b) => a.start - b.start);
  if (near.length === 0) near.push({ start: 1, end: Math.min(size, lineCount) });

  const result: Stretch[] = [];
  let next = 1;
  const gap = (end: number) => {
    if (next > end) return;
    if (opened.has(next)) result.push(...cut(next, end, size));
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
