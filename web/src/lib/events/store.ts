import { useSyncExternalStore } from "react";
import type { Status } from "@/lib/api/types";
import { isTerminal } from "@/lib/progress";
import type { Link } from "./link";
import { parseEvent, type LinkMessage, type LinkState, type ServerEvent } from "./protocol";
import { initialLiveState, reduceLive, type LiveAction, type LiveReview, type LiveState } from "./reducer";

type Watcher = (event: ServerEvent | "resync") => void;

/** Holds what the stream told and lets components look at parts of it. One per tab, made by the app. */
export class LiveStore {
  private state: LiveState = initialLiveState;
  private linkState: LinkState = "connecting";
  private readonly listeners = new Set<() => void>();
  private readonly watchers = new Set<Watcher>();
  private link: Link | null = null;
  private wanted = false;
  /** Whose past was asked for since the stream was opened without a gap. */
  private readonly asked = new Set<string>();

  /** Opens the link; what it needs is loaded now, after the first paint. */
  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    void import("./link").then(({ openLink }) => {
      if (this.wanted) this.link ??= openLink((message) => this.hear(message));
    });
  }

  stop(): void {
    this.wanted = false;
    this.link?.close();
    this.link = null;
  }

  /** Notes what a request of our own learnt, so that a card shows before the first event. */
  learn(id: string, status: Status): void {
    this.apply({ kind: "learnt", id, status });
  }

  /** Fetches what a running submission told before this tab listened: once, and again after every gap. */
  async catchUp(id: string): Promise<void> {
    if (this.asked.has(id)) return;
    this.asked.add(id);
    const { fetchTold } = await import("./catch-up");
    const told = await fetchTold(id);
    if (told) this.apply({ kind: "told", id, told });
    else this.asked.delete(id);
  }

  /** Drops what is known of a submission that was deleted. */
  forget(id: string): void {
    this.apply({ kind: "forgotten", id });
  }

  /** Calls `watcher` for each event that changed something and whenever events may have been lost. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly reviews = (): ReadonlyMap<string, LiveReview> => this.state.reviews;

  readonly connection = (): LinkState => this.linkState;

  private hear(message: LinkMessage): void {
    if (message.type === "state") {
      this.linkState = message.state;
      this.notify();
    } else if (message.type === "resync") {
      this.apply({ kind: "resync" });
    } else {
      const event = parseEvent(message.name, message.data, message.lastEventId);
      if (event) this.apply({ kind: "event", event });
    }
  }

  private apply(action: LiveAction): void {
    const before = this.state;
    this.state = reduceLive(before, action);
    if (this.state === before) return;
    if (this.state.resyncs !== before.resyncs) {
      for (const watcher of this.watchers) watcher("resync");
      const again = [...this.asked];
      this.asked.clear();
      for (const id of again) if (!isTerminal(this.state.reviews.get(id)?.status ?? "completed")) void this.catchUp(id);
    }
    if (action.kind === "event") for (const watcher of this.watchers) watcher(action.event);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

export const live = new LiveStore();

export const useLiveReviews = (): ReadonlyMap<string, LiveReview> =>
  useSyncExternalStore(live.subscribe, live.reviews);

export const useLiveReview = (id: string): LiveReview | undefined =>
  useSyncExternalStore(live.subscribe, () => live.reviews().get(id));

export const useConnection = (): LinkState => useSyncExternalStore(live.subscribe, live.connection);
