import { cn } from "@/lib/cn";
import type { DiffLine } from "@/lib/diff";
import { visible } from "@/lib/visible";

const looks: Record<DiffLine["kind"], { sign: string; row: string; said: string }> = {
  same: { sign: " ", row: "", said: "" },
  removed: { sign: "−", row: "bg-removed", said: "removed: " },
  added: { sign: "+", row: "bg-added", said: "added: " },
};

/** Removed and added lines with sign and colour. */
export function DiffView({ lines, label }: { lines: DiffLine[]; label: string }) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={label} tabIndex={0} className="code overflow-x-auto rounded-md border border-line bg-surface py-1">
      <div className="w-max min-w-full">
        {lines.map(({ kind, text }, index) => (
          <div key={index} className={cn("flex pr-4 whitespace-pre", looks[kind].row)}>
            <span aria-hidden className="w-7 shrink-0 text-center text-ink-muted select-none">
              {looks[kind].sign}
            </span>
            <span className="sr-only">{looks[kind].said}</span>
            <span>{visible(text) || " "}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
