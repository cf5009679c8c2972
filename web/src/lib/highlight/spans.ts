import { tagHighlighter, tags as t, highlightTree } from "@lezer/highlight";
import type { Parser } from "@lezer/common";

/** One coloured stretch of a line: [from, to, class]. Columns count UTF-16 units from the line's start. */
export type Span = [from: number, to: number, className: string];

/** The token classes of the tokens file; shared by the editor and the read view. */
export const codeHighlighter = tagHighlighter([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword, t.self], class: "tok-keyword" },
  { tag: [t.string, t.special(t.string), t.regexp, t.character, t.escape], class: "tok-string" },
  { tag: [t.comment, t.docComment], class: "tok-comment" },
  { tag: [t.number, t.bool, t.null, t.atom, t.literal], class: "tok-number" },
  {
    tag: [t.function(t.variableName), t.function(t.propertyName), t.definition(t.function(t.variableName)), t.macroName],
    class: "tok-function",
  },
  { tag: [t.typeName, t.className, t.namespace, t.standard(t.typeName), t.standard(t.name)], class: "tok-type" },
  { tag: [t.propertyName, t.attributeName, t.labelName], class: "tok-property" },
  { tag: t.inserted, class: "tok-inserted" },
  { tag: t.deleted, class: "tok-deleted" },
  { tag: [t.meta, t.annotation, t.processingInstruction], class: "tok-meta" },
]);

/** Colours `code` and cuts the result into lines. Stretches that cross a line end are split. */
export function spansByLine(code: string, parser: Parser): Span[][] {
  const starts = [0];
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) starts.push(at + 1);
  const lines: Span[][] = starts.map(() => []);
  let line = 0;
  highlightTree(parser.parse(code), codeHighlighter, (from, to, className) => {
    while (line + 1 < starts.length && (starts[line + 1] ?? Infinity) <= from) line++;
    for (let row = line, start = from; start < to; row++) {
      const rowStart = starts[row] ?? 0;
      const rowEnd = (starts[row + 1] ?? code.length + 1) - 1;
      const end = Math.min(to, rowEnd);
      if (end > start) lines[row]?.push([start - rowStart, end - rowStart, className]);
      start = rowEnd + 1;
    }
  });
  return lines;
}
