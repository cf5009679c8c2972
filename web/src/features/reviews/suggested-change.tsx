import { PenLine, Wand2 } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DiffView } from "@/components/ui/diff-view";
import type { Suggestion } from "@/lib/api/types";
import { diffLines, splitLines } from "@/lib/diff";
import { lineRange } from "@/lib/format";

/** What the reviewer would write instead, as a difference to what stands there. */
export function SuggestedChange({
  suggestion,
  lines,
  onApply,
}: {
  suggestion: Suggestion;
  lines: string[];
  onApply: () => void;
}) {
  const { start_line: start, end_line: end, replacement } = suggestion;
  const diff = useMemo(
    () => diffLines(lines.slice(start - 1, end), replacement === "" ? [] : splitLines(replacement)),
    [lines, start, end, replacement],
  );
  return (
    <div className="mt-3">
      <div className="mb-1.5 flex min-h-7 flex-wrap items-center justify-between gap-x-2">
        <span className="inline-flex items-center gap-1.5 text-xs font-medium text-ink-soft">
          <Wand2 aria-hidden className="size-3.5 text-accent" />
          {replacement === "" ? `Suggested: remove ${lineRange(start, end)}` : `Suggested for ${lineRange(start, end)}`}
        </span>
        <span className="flex print:hidden">
          <Button variant="ghost" size="sm" onClick={onApply}>
            <PenLine aria-hidden />
            Apply in the editor
          </Button>
          {replacement !== "" && <CopyButton text={replacement} label="Copy" />}
        </span>
      </div>
      <DiffView lines={diff} label={`Suggested change of ${lineRange(start, end)}`} />
    </div>
  );
}
