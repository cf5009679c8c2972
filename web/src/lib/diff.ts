export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
}

/**
 * Line difference of two short texts by longest common subsequence (O(n·m) time and space), removed lines before
 * added ones. Above `limit` lines on a side everything is shown as replaced: still true, only less fine.
 */
export function diffLines(before: string[], after: string[], limit = 400): DiffLine[] {
  if (before.length > limit || after.length > limit) {
    return [...before.map((text) => line("removed", text)), ...after.map((text) => line("added", text))];
  }
  const width = after.length + 1;
  const length = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const result: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const next = after[j];
    if (old !== undefined && next !== undefined && old === next) {
      result.push(line("same", old));
      i++;
      j++;
    } else if (old !== undefined && (next === undefined || at(i + 1, j) >= at(i, j + 1))) {
      result.push(line("removed", old));
      i++;
    } else if (next !== undefined) {
      result.push(line("added", next));
      j++;
    }
  }
  return result;
}

const line = (kind: DiffLine["kind"], text: string): DiffLine => ({ kind, text });

/** Splits on the line ends the server counts: LF, with a CR before it belonging to the end. */
export const splitLines = (text: string): string[] => text.replace(/\r\n/g, "\n").split("\n");
