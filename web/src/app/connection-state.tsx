import { useConnection } from "@/lib/events/store";
import type { LinkState } from "@/lib/events/protocol";

const looks: Record<LinkState, { dot: string; word: string; means: string }> = {
  open: { dot: "bg-good-fill", word: "Live", means: "This page follows the server as things happen." },
  connecting: {
    dot: "bg-line-strong motion-safe:animate-pulse-dot",
    word: "Connecting",
    means: "The live connection is being opened.",
  },
  reconnecting: {
    dot: "bg-med-fill motion-safe:animate-pulse-dot",
    word: "Reconnecting",
    means: "The live connection was cut. Until it is back, this page asks the server every few seconds.",
  },
};

/** Whether what is on the page follows the server at this moment. */
export function ConnectionState() {
  const state = useConnection();
  const { dot, word, means } = looks[state];
  return (
    <span role="status" data-connection={state} title={means} className="inline-flex items-center gap-1.5 text-xs text-ink-muted">
      <span aria-hidden className={`size-2 rounded-full ${dot}`} />
      {word}
    </span>
  );
}
