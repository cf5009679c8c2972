import { memo } from "react";
import { SeverityIcon } from "@/components/ui/severity";
import type { Severity } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import type { Span } from "@/lib/highlight/spans";
import { hangingIndent } from "@/lib/hanging-indent";
import { visible } from "@/lib/visible";

const tintOf: Record<Severity, string> = { high: "bg-high-tint", med: "bg-med-tint", low: "bg-low-tint" };

/** One line of code: mark, number, whether the change touched it, text. A file has thousands, so only what changed is drawn. */
export const CodeLine = memo(function CodeLine({
  id,
  number,
  text,
  spans,
  tint,
  mark,
  changed,
  wrap,
  marked,
}: {
  id: string;
  number: number;
  text: string;
  spans: Span[] | undefined;
  tint: Severity | undefined;
  mark: Severity | undefined;
  changed: boolean;
  wrap: boolean;
  marked: boolean;
}) {
  return (
    <div
      id={id}
      data-line={number}
      data-tint={tint}
      tabIndex={-1}
      className={cn("flex scroll-mt-28", tint ? tintOf[tint] : "bg-surface", marked && "outline-2 -outline-offset-2 outline-accent focus:outline-2!")}
    >
      <span
        aria-hidden
        className={cn(
          "sticky left-0 flex w-15 shrink-0 items-start justify-end bg-inherit pr-3 text-right text-ink-muted tabular-nums select-none",
          changed && "shadow-[inset_-3px_0_0_var(--good-fill)]",
          tint && "text-ink",
        )}
      >
        {mark && <SeverityIcon severity={mark} small className="mt-1 mr-auto ml-2" />}
        {number}
      </span>
      <code
        className={cn("code min-w-0 pr-4", wrap ? "hanging whitespace-pre-wrap [overflow-wrap:anywhere]" : "pl-2 whitespace-pre")}
        style={wrap ? hangingIndent(text) : undefined}
      >
        {changed && <span className="sr-only">changed: </span>}
        {coloured(text, spans)}
      </code>
    </div>
  );
});

function coloured(text: string, spans: Span[] | undefined): React.ReactNode {
  if (text === "") return "\u200b";
  if (!spans || spans.length === 0) return visible(text);
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const [from, to, className] of spans) {
    if (from > at) parts.push(visible(text.slice(at, from)));
    parts.push(
      <span key={from} className={className}>
        {visible(text.slice(from, to))}
      </span>,
    );
    at = to;
  }
  if (at < text.length) parts.push(visible(text.slice(at)));
  return parts;
}
