import type { Stage, Status } from "./api/types";

/** The share of the bar that each stage owns, in percent. */
const spans: Record<Stage, [from: number, to: number]> = {
  queued: [0, 5],
  preparing: [5, 15],
  analysing: [15, 75],
  verifying: [75, 90],
  scoring: [90, 99],
  completed: [100, 100],
};

const words: Record<Stage, string> = {
  queued: "Queued",
  preparing: "Preparing",
  analysing: "Analysing",
  verifying: "Verifying findings",
  scoring: "Scoring",
  completed: "Completed",
};

export const isStage = (value: string): value is Stage => value in spans;

export const isTerminal = (status: Status): boolean =>
  status === "completed" || status === "failed" || status === "cancelled";

/** The stage a status implies when no progress event has been seen. */
export function stageOf(status: Status, stage: Stage | null): Stage {
  if (status === "completed") return "completed";
  if (stage) return stage;
  return status === "pending" ? "queued" : "preparing";
}

export function stageWord(status: Status, stage: Stage | null): string {
  if (status === "failed") return "Failed";
  if (status === "cancelled") return "Cancelled";
  return words[stageOf(status, stage)];
}

/**
 * What the bar shows: the reported percent kept inside its stage's span and never below what was shown before;
 * 100 only when completed. A failed or cancelled submission stays where it was.
 */
export function percentOf(status: Status, stage: Stage | null, reported: number | null, shown = 0): number {
  if (status === "completed") return 100;
  if (isTerminal(status)) return shown;
  const [from, to] = spans[stageOf(status, stage)];
  const inside = Math.min(Math.max(reported ?? from, from), to, 99);
  return Math.max(shown, inside);
}
