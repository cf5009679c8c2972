import type { Stretch } from "./layout";

/** What a stretch was drawn with, by its first line; absent: it is not drawn yet. */
export type Drawn<T> = ReadonlyMap<number, T>;

/** So many lines are drawn in one task: some milliseconds. */
const linesAtOnce = 100;

const linesOf = ({ start, end }: Stretch): number => end - start + 1;

/** Stretches from the first one on, about `lines` lines of them: what is seen before anything is scrolled. */
export function firstPieces(parts: Stretch[], lines: number): Stretch[] {
  const first: Stretch[] = [];
  let sum = 0;
  for (const part of parts) {
    if (sum >= lines) break;
    if (part.hidden) continue;
    first.push(part);
    sum += linesOf(part);
  }
  return first;
}

/**
 * Which stretches are drawn next with `wanted`: what is missing near the window, then what is out of date there, then
 * the same of the rest, from the top. Empty where all is done.
 */
export function nextPieces<T>(parts: Stretch[], drawn: Drawn<T>, wanted: T, isNear: (index: number) => boolean): Stretch[] {
  const ranked: { part: Stretch; rank: number }[] = [];
  parts.forEach((part, index) => {
    if (part.hidden || drawn.get(part.start) === wanted) return;
    ranked.push({ part, rank: (isNear(index) ? 0 : 2) + (drawn.has(part.start) ? 1 : 0) });
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return firstPieces(
    ranked.map(({ part }) => part),
    linesAtOnce,
  );
}
