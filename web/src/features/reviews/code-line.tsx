import type { Severity } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import type { Span } from "@/lib/highlight/spans";
import { visible } from "@/lib/visible";

const tintOf: Record<Severity, string> = { high: "bg-high-tint", med: "bg-med-tint", low: "bg-low-tint" };
const edgeOf: Record<Severity, string> = {
  high: "shadow-[inset_3px_0_0_var(--high)]",
  med: "shadow-[inset_3px_0_0_var(--med)]",
  low: "shadow-[inset_3px_0_0_var(--low)]",
};

/** One line of code with its number. */
export function CodeLine({
  number,
  text,
  spans,
  tint,
  wrap,
  marked,
}: {
  number: number;
  text: string;
  spans: Span[] | undefined;
  tint: Severity | undefined;
  wrap: boolean;
  marked: boolean;
}) {
  return (
    <div
      id={`L${number}`}
      data-line={number}
      data-tint={tint}
      className={cn("flex scroll-mt-24", tint ? tintOf[tint] : "bg-surface", marked && "outline-2 -outline-offset-2 outline-accent")}
    >
      <span
        aria-hidden
        className={cn(
          "sticky left-0 w-13 shrink-0 bg-inherit pr-3 text-right text-ink-muted tabular-nums select-none",
          tint && edgeOf[tint],
          tint && "text-ink",
        )}
      >
        {number}
      </span>
      <code className={cn("code min-w-0 pr-4 pl-1", wrap ? "break-words whitespace-pre-wrap [overflow-wrap:anywhere]" : "whitespace-pre")}>
        {coloured(text, spans)}
      </code>
    </div>
  );
}

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
