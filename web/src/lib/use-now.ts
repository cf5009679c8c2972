import { useSyncExternalStore } from "react";

// One clock for all who show passing time; it only ticks while somebody looks.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of listeners) notify();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time of day in milliseconds, renewed once a second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
