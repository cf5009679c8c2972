import { backoffMs } from "./backoff";
import { eventNames, type LinkMessage, type LinkState } from "./protocol";

/** The part of EventSource that is used here. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** The outside world, handed in so that tests need no network and no waiting. */
export interface ConnectionWorld {
  open(): Stream;
  /** Whether the server answers at all. Asked before a stream is opened anew: a refused stream says nothing of why. */
  probe(): Promise<boolean>;
  after(ms: number, run: () => void): () => void;
  random(): number;
}

export interface Connection {
  readonly state: LinkState;
  /** Tries at once instead of waiting for the next turn, for example when the network is back. */
  hurry(): void;
  close(): void;
}

const closed = 2;
/** Three missed pings of 15 s: the way is dead even if nobody said so. */
export const watchdogMs = 45_000;

/**
 * Keeps one stream open for ever. The browser itself resumes after a cut (with Last-Event-ID); but it gives up for
 * good on an HTTP error such as 503, and never notices a silent line. Both are handled here by opening a new stream
 * after a growing pause, once the server answers a probe; a new stream has no place to resume from, hence `resync`.
 * `tookOver`: another tab kept the stream before, so even the first opening is one after a gap.
 */
export function connect(
  world: ConnectionWorld,
  tell: (message: LinkMessage) => void,
  { tookOver = false } = {},
): Connection {
  let stream: Stream | null = null;
  let state: LinkState = "connecting";
  let attempt = 0;
  let openedBefore = tookOver;
  let resumable = false;
  let stopped = false;
  let cancelRetry: (() => void) | null = null;
  let cancelWatchdog: (() => void) | null = null;

  const become = (next: LinkState) => {
    if (next === state) return;
    state = next;
    tell({ type: "state", state });
  };

  const alive = () => {
    cancelWatchdog?.();
    cancelWatchdog = world.after(watchdogMs, reopen);
  };

  function reopen(): void {
    cancelWatchdog?.();
    cancelRetry?.();
    stream?.close();
    stream = null;
    resumable = false;
    if (stopped) return;
    become(openedBefore ? "reconnecting" : "connecting");
    wait();
  }

  function wait(): void {
    cancelRetry = world.after(backoffMs(attempt++, world.random), probe);
  }

  async function probe(): Promise<void> {
    const turn = (cancelRetry = () => undefined);
    const up = await world.probe();
    // Closed or hurried meanwhile: then this answer is no longer waited for.
    if (stopped || cancelRetry !== turn) return;
    if (up) start();
    else wait();
  }

  function start(): void {
    cancelRetry = null;
    const mine = world.open();
    stream = mine;
    const current = (run: (event: MessageEvent<string>) => void) => (event: MessageEvent<string>) => {
      if (stream === mine) run(event);
    };
    mine.addEventListener(
      "open",
      current(() => {
        attempt = 0;
        if (openedBefore && !resumable) tell({ type: "resync" });
        openedBefore = true;
        resumable = true;
        become("open");
        alive();
      }),
    );
    mine.addEventListener(
      "error",
      current(() => {
        if (mine.readyState === closed) reopen();
        else become(openedBefore ? "reconnecting" : "connecting");
      }),
    );
    for (const name of eventNames) {
      mine.addEventListener(
        name,
        current((event) => {
          alive();
          if (name !== "ping") tell({ type: "event", name, data: event.data, lastEventId: event.lastEventId });
        }),
      );
    }
    alive();
  }

  start();
  return {
    get state() {
      return state;
    },
    hurry() {
      if (!cancelRetry || stopped) return;
      cancelRetry();
      start();
    },
    close() {
      stopped = true;
      cancelRetry?.();
      cancelWatchdog?.();
      stream?.close();
      stream = null;
    },
  };
}

/** The real world: a browser's tab or worker. */
export const browserWorld: ConnectionWorld = {
  open: () => new EventSource("/api/events"),
  probe: () =>
    fetch("/livez", { cache: "no-store" }).then(
      (response) => response.ok,
      () => false,
    ),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
