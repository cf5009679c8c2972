import type { CSSProperties } from "react";

/** As in styles/code.css. */
const tabSize = 4;
const more = 2;

/**
 * How far the second and later rows of a wrapped line stand from its start: its own indentation and a little more, in
 * characters. A line with tabs hangs by whole tab stops, because stops are counted from where the text is indented to.
 */
export function hangOf(line: string): number {
  let column = 0;
  for (const char of line) {
    if (char === "\t") column += tabSize - (column % tabSize);
    else if (char === " ") column += 1;
    else break;
  }
  const hang = column + more;
  return line.includes("\t") ? Math.ceil(hang / tabSize) * tabSize : hang;
}

/** For an element with the class `hanging`. */
export const hangingIndent = (line: string): CSSProperties => ({ "--hang": `${hangOf(line)}ch` }) as CSSProperties;
