import { browserWorld, connect, type Connection, type ConnectionWorld } from "./connection";
import type { LinkMessage, LinkState } from "./protocol";

/** The part of BroadcastChannel that is used here. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  close(): void;
}

/** The outside world of an election, handed in so that tests need no browser. */
export interface LeaderWorld {
  connection: ConnectionWorld;
  channel(): Channel;
  /** Calls `run` once this tab is the leader; the tab stays it until `run`'s promise ends or `signal` aborts. */
  lead(run: () => Promise<void>, signal: AbortSignal): void;
}

type Talk = { ask: "state" } | { ask: "hurry" } | { told: LinkMessage };

/**
 * Where there are no shared workers: of all tabs, the one that holds the lock keeps the stream and passes on what it
 * hears. When that tab closes, the browser gives the lock to another. What happened in between is not known then, so
 * the new leader begins with `resync` for all.
 */
export function openLeaderLink(tell: (message: LinkMessage) => void, world: LeaderWorld = browserLeaderWorld) {
  const channel = world.channel();
  const leaving = new AbortController();
  let connection: Connection | null = null;
  let heard: LinkState | null = null;

  const pass = (message: LinkMessage) => {
    tell(message);
    channel.postMessage({ told: message } satisfies Talk);
  };
  channel.addEventListener("message", ({ data }) => {
    const talk = data as Talk;
    if ("told" in talk) {
      if (connection) return;
      if (talk.told.type === "state") heard = talk.told.state;
      tell(talk.told);
    } else if (connection) {
      if (talk.ask === "hurry") connection.hurry();
      else channel.postMessage({ told: { type: "state", state: connection.state } } satisfies Talk);
    }
  });
  channel.postMessage({ ask: "state" } satisfies Talk);

  world.lead(
    () =>
      new Promise<void>((resolve) => {
        connection = connect(world.connection, pass, { tookOver: heard !== null });
        leaving.signal.addEventListener("abort", () => {
          connection?.close();
          resolve();
        });
      }),
    leaving.signal,
  );

  return {
    hurry() {
      if (connection) connection.hurry();
      else channel.postMessage({ ask: "hurry" } satisfies Talk);
    },
    close() {
      leaving.abort();
      channel.close();
    },
  };
}

const name = "assay-events";

const browserLeaderWorld: LeaderWorld = {
  connection: browserWorld,
  channel: () => new BroadcastChannel(name),
  lead(run, signal) {
    // An abort while waiting for the lock rejects; that is how a tab that never led leaves.
    void navigator.locks.request(name, { signal }, run).catch(() => undefined);
  },
};
