import type { Issue, Stage, Status } from "@/lib/api/types";
import { isTerminal, percentOf } from "@/lib/progress";
import type { Told } from "./catch-up";
import type { EventId, ServerEvent } from "./protocol";

/** What the stream has told about one submission. The full review comes from `GET /api/reviews/{id}`. */
export interface LiveReview {
  id: string;
  status: Status;
  stage: Stage | null;
  /** 0-100, never falls, frozen once failed or cancelled. */
  percent: number;
  /** In order of arrival, each issue once. */
  issues: Issue[];
}

export interface LiveState {
  /** The newest event that was applied. */
  at: EventId | null;
  /** Newest submission last. */
  reviews: ReadonlyMap<string, LiveReview>;
  /** Rises whenever events may have been lost: whoever holds fetched data must fetch it again. */
  resyncs: number;
}

export type LiveAction =
  | { kind: "event"; event: ServerEvent }
  | { kind: "resync" }
  /** A status learnt by a request of our own, for example the answer to a submit. */
  | { kind: "learnt"; id: string; status: Status }
  /** What it had told before this tab listened; events may have come meanwhile. */
  | { kind: "told"; id: string; told: Told }
  /** The submission is gone from the server. */
  | { kind: "forgotten"; id: string };

export const initialLiveState: LiveState = { at: null, reviews: new Map(), resyncs: 0 };

/** Finished submissions beyond this many are forgotten, the oldest first. */
const keepFinished = 100;

const order: Record<Status, number> = { pending: 0, in_progress: 1, completed: 2, failed: 2, cancelled: 2 };

const blank = (id: string): LiveReview => ({ id, status: "pending", stage: null, percent: 0, issues: [] });

/**
 * Applies one event. Safe against repeats (same or lower `seq` in an epoch), against late ones (a status never
 * goes back, percent never falls, an issue counts once) and against loss (`gap`, a new epoch, or a reopened
 * stream raise `resyncs`). A jump in `seq` alone is no loss: the stream leaves out what the caller may not see.
 */
export function reduceLive(state: LiveState, action: LiveAction): LiveState {
  switch (action.kind) {
    case "resync":
      return { ...state, at: null, resyncs: state.resyncs + 1 };
    case "learnt":
      return withReview(state, advance(state.reviews.get(action.id) ?? blank(action.id), action.status));
    case "told":
      return addTold(state, action.id, action.told);
    case "forgotten": {
      if (!state.reviews.has(action.id)) return state;
      const reviews = new Map(state.reviews);
      reviews.delete(action.id);
      return { ...state, reviews };
    }
    case "event":
      return reduceEvent(state, action.event);
  }
}

function reduceEvent(state: LiveState, event: ServerEvent): LiveState {
  const restarted = state.at !== null && event.at !== null && state.at.epoch !== event.at.epoch;
  // The snapshot repeats the place where the stream stands, so it is no repeat of that event.
  if (!restarted && state.at && event.at && event.at.seq <= state.at.seq && event.kind !== "snapshot") return state;

  const lost = restarted || (event.kind === "snapshot" && event.gap);
  const moved: LiveState = {
    ...state,
    at: event.at ?? state.at,
    resyncs: state.resyncs + (lost ? 1 : 0),
  };
  if (event.kind === "snapshot") return moved;

  const review = moved.reviews.get(event.id) ?? blank(event.id);
  switch (event.kind) {
    case "status":
    case "done":
      return withReview(moved, advance(review, event.status));
    case "progress": {
      if (isTerminal(review.status)) return moved;
      const status: Status = event.stage && event.stage !== "queued" ? "in_progress" : review.status;
      const stage = event.stage ?? review.stage;
      return withReview(moved, {
        ...review,
        status,
        stage,
        percent: percentOf(status, stage, event.percent, review.percent),
      });
    }
    case "issue": {
      if (review.issues.some((known) => sameIssue(known, event.issue))) return moved;
      return withReview(moved, { ...review, issues: [...review.issues, event.issue] });
    }
  }
}

function addTold(state: LiveState, id: string, { percent, stage, issues }: Told): LiveState {
  const review = state.reviews.get(id) ?? blank(id);
  if (isTerminal(review.status)) return state;
  // What came over the shared stream is younger than what was told before.
  const known = review.stage ?? stage;
  const status: Status = known && known !== "queued" ? "in_progress" : review.status;
  const earlier = issues.filter((issue) => !review.issues.some((other) => sameIssue(other, issue)));
  return withReview(state, {
    ...review,
    status,
    stage: known,
    percent: percentOf(status, known, percent, review.percent),
    issues: [...earlier, ...review.issues],
  });
}

function sameIssue(a: Issue, b: Issue): boolean {
  return a.id === b.id;
}

function advance(review: LiveReview, status: Status): LiveReview {
  if (isTerminal(review.status) || order[status] < order[review.status]) return review;
  return { ...review, status, percent: percentOf(status, review.stage, null, review.percent) };
}

function withReview(state: LiveState, review: LiveReview): LiveState {
  if (state.reviews.get(review.id) === review) return state;
  const reviews = new Map(state.reviews).set(review.id, review);
  const finished = [...reviews.values()].filter((known) => isTerminal(known.status));
  for (const old of finished.slice(0, Math.max(0, finished.length - keepFinished))) reviews.delete(old.id);
  return { ...state, reviews };
}
