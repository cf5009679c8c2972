import { useConnection } from "@/lib/events/store";
import type { LinkState } from "@/lib/events/protocol";

const looks: Record<LinkState, { dot: string; word: string }> = {
  open: { dot: "bg-good", word: "Live" },
  connecting: { dot: "bg-line-strong motion-safe:animate-pulse-dot", word: "Connecting" },
  reconnecting: { dot: "bg-med motion-safe:animate-pulse-dot", word: "Reconnecting" },
};

/** Whether what is on the page follows the server at this moment. */
export function ConnectionState() {
  const state = useConnection();
  const { dot, word } = looks[state];
  return (
    <span role="status" data-connection={state} className="inline-flex items-center gap-1.5 text-xs text-ink-muted">
      <span aria-hidden className={`size-2 rounded-full ${dot}`} />
      {word}
    </span>
  );
}
