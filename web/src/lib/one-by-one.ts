/*
 * Work that can wait a moment, one piece at a time: each runs in a task of its own, so that keys, scrolling and frames
 * come in between. What was asked for first runs first.
 */

const waiting: (() => void)[] = [];
let going = false;

/** Runs it later, alone. The answer takes it back; once it ran that does nothing. */
export function later(run: () => void): () => void {
  waiting.push(run);
  if (!going) {
    going = true;
    post(next);
  }
  return () => {
    const at = waiting.indexOf(run);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function next(): void {
  try {
    waiting.shift()?.();
  } finally {
    going = waiting.length > 0;
    if (going) post(next);
  }
}

interface Scheduler {
  postTask(run: () => void, options?: { priority?: "user-blocking" | "user-visible" | "background" }): Promise<unknown>;
}

/** Below input, where the browser knows such an order; else behind what is queued now. */
function post(run: () => void): void {
  const { scheduler } = globalThis as { scheduler?: Partial<Scheduler> };
  if (scheduler?.postTask) void scheduler.postTask(run, { priority: "user-visible" });
  else setTimeout(run, 0);
}
