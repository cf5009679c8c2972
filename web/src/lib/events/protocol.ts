import type { Issue, Stage, Status } from "@/lib/api/types";
import { isStage } from "@/lib/progress";

/** One event of `/api/events`, read and checked. `at` is null for an event without a usable id. */
export type ServerEvent = { at: EventId | null } & (
  | { kind: "snapshot"; gap: boolean }
  | { kind: "status"; id: string; status: Status }
  | { kind: "progress"; id: string; percent: number | null; stage: Stage | null }
  | { kind: "issue"; id: string; issue: Issue }
  | { kind: "done"; id: string; status: Status }
);

/** `epoch` changes when the server starts anew; `seq` rises within an epoch, not always by one. */
export interface EventId {
  epoch: string;
  seq: number;
}

export type LinkState = "connecting" | "open" | "reconnecting";

/** What a tab hears from its link to the server, be it its own or one shared with other tabs. */
export type LinkMessage =
  | { type: "state"; state: LinkState }
  | { type: "event"; name: string; data: string; lastEventId: string }
  /** The stream was opened afresh without a place to resume from: whatever happened in between is unknown. */
  | { type: "resync" };

/** `ping` keeps the watchdog quiet and carries nothing. */
export const eventNames = ["snapshot", "status", "progress", "issue", "done", "ping"] as const;

export function parseEventId(text: string): EventId | null {
  const dash = text.lastIndexOf("-");
  const seq = Number(text.slice(dash + 1));
  if (dash < 1 || dash === text.length - 1 || !Number.isSafeInteger(seq) || seq < 0) return null;
  return { epoch: text.slice(0, dash), seq };
}

const statuses = new Set<string>(["pending", "in_progress", "completed", "failed", "cancelled"]);

/** Null for what this page does not know: a newer server may send more than we understand. */
export function parseEvent(name: string, data: string, lastEventId: string): ServerEvent | null {
  let body: Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(data);
    if (!value || typeof value !== "object") return null;
    body = value as Record<string, unknown>;
  } catch {
    return null;
  }
  const at = parseEventId(lastEventId);
  if (name === "snapshot") return { at, kind: "snapshot", gap: body.gap === true };
  const id = body.id;
  if (typeof id !== "string") return null;
  switch (name) {
    case "status":
    case "done":
      if (typeof body.status !== "string" || !statuses.has(body.status)) return null;
      return { at, kind: name, id, status: body.status as Status };
    case "progress":
      return {
        at,
        kind: "progress",
        id,
        percent: typeof body.percent === "number" ? body.percent : null,
        stage: typeof body.stage === "string" && isStage(body.stage) ? body.stage : null,
      };
    case "issue": {
      const issue = body.issue;
      if (!issue || typeof issue !== "object" || !("title" in issue) || !("severity" in issue)) return null;
      return { at, kind: "issue", id, issue: issue as Issue };
    }
    default:
      return null;
  }
}
