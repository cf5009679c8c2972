import type { Issue, Stage } from "@/lib/api/types";
import { isStage } from "@/lib/progress";

/** What a submission had told by the time one began to listen. */
export interface Told {
  percent: number | null;
  stage: Stage | null;
  issues: Issue[];
}

/** The stream is quiet for so long once it has repeated what was; then a comment comes, and we leave. */
const quietMs = 100;
const longestMs = 5000;

/**
 * Reads what the server still has of a running submission's events. The shared stream tells only what is new, so a tab
 * that is opened in the middle of a review would miss what was found before. Null when it cannot be had.
 */
export async function fetchTold(id: string): Promise<Told | null> {
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(), longestMs);
  try {
    const response = await fetch(`/api/reviews/${encodeURIComponent(id)}/stream?ping=${quietMs}`, { signal: leaving.signal });
    if (!response.ok || !response.body) return null;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      text += value ?? "";
      if (done || hasComment(text)) return readTold(text);
    }
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

const hasComment = (text: string): boolean => text.startsWith(":") || text.includes("\n:");

/** Exported for its test: the frames of the stream of one submission, whose events do not name it. */
export function readTold(text: string): Told {
  const told: Told = { percent: null, stage: null, issues: [] };
  const byId = new Map<string, Issue>();
  for (const frame of text.split("\n\n")) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1];
    const name = field("event");
    if (name !== "progress" && name !== "issue") continue;
    let data: unknown;
    try {
      data = JSON.parse(field("data") ?? "");
    } catch {
      continue; // The last one may be cut.
    }
    if (!data || typeof data !== "object") continue;
    if (name === "issue") {
      if ("id" in data && "title" in data && "severity" in data) byId.set(String(data.id), data as Issue);
      continue;
    }
    const { percent, stage } = data as Record<string, unknown>;
    if (typeof percent === "number") told.percent = percent;
    if (typeof stage === "string" && isStage(stage)) told.stage = stage;
  }
  told.issues = [...byId.values()];
  return told;
}
