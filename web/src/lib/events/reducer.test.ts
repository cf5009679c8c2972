import { describe, expect, it } from "vitest";
import { makeIssue } from "@/lib/testing/make-issue";
import { parseEvent, parseEventId } from "./protocol";
import { initialLiveState, reduceLive, type LiveState } from "./reducer";

let seq = 0;

function feed(state: LiveState, name: string, data: unknown, id = `a1-${++seq}`): LiveState {
  const event = parseEvent(name, JSON.stringify(data), id);
  return event ? reduceLive(state, { kind: "event", event }) : state;
}

const issue = (id: string) => makeIssue({ id });

describe("event ids", () => {
  it("splits at the last dash, so that an epoch may hold one", () => {
    expect(parseEventId("2026-11-24-17")).toEqual({ epoch: "2026-11-24", seq: 17 });
  });

  it.each(["", "17", "-17", "a-", "a-x", "a--1"])("refuses %j", (text) => {
    const parsed = parseEventId(text);
    expect(parsed === null || parsed.seq >= 0).toBe(true);
    if (text !== "a--1") expect(parsed).toBeNull();
  });
});

describe("reading events", () => {
  it.each([
    ["status", "not json"],
    ["status", "null"],
    ["status", '{"id":"r1","status":"exploded"}'],
    ["status", '{"status":"pending"}'],
    ["issue", '{"id":"r1","issue":7}'],
    ["something_new", '{"id":"r1"}'],
  ])("ignores %s %s", (name, data) => {
    expect(parseEvent(name, data, "a1-1")).toBeNull();
  });

  it("keeps the stage only when it is one we know", () => {
    expect(parseEvent("progress", '{"id":"r1","percent":20,"stage":"dreaming"}', "a1-1")).toMatchObject({
      stage: null,
      percent: 20,
    });
  });
});

describe("the life of a submission", () => {
  it("goes from pending to completed", () => {
    let state = feed(initialLiveState, "status", { id: "r1", status: "pending" });
    state = feed(state, "status", { id: "r1", status: "in_progress" });
    state = feed(state, "progress", { id: "r1", percent: 40, stage: "analysing" });
    state = feed(state, "issue", { id: "r1", issue: issue("i1") });
    expect(state.reviews.get("r1")).toMatchObject({ status: "in_progress", stage: "analysing", percent: 40 });
    state = feed(state, "done", { id: "r1", status: "completed" });
    expect(state.reviews.get("r1")).toMatchObject({ status: "completed", percent: 100 });
    expect(state.reviews.get("r1")?.issues).toHaveLength(1);
  });

  it("freezes the bar when it fails", () => {
    let state = feed(initialLiveState, "progress", { id: "r1", percent: 62, stage: "analysing" });
    state = feed(state, "done", { id: "r1", status: "failed" });
    state = feed(state, "progress", { id: "r1", percent: 80, stage: "verifying" });
    expect(state.reviews.get("r1")).toMatchObject({ status: "failed", percent: 62 });
  });

  it("never goes back: not in status, not in percent", () => {
    let state = feed(initialLiveState, "progress", { id: "r1", percent: 70, stage: "analysing" });
    state = feed(state, "progress", { id: "r1", percent: 30, stage: "analysing" });
    state = feed(state, "status", { id: "r1", status: "pending" });
    expect(state.reviews.get("r1")).toMatchObject({ status: "in_progress", percent: 70 });
    state = feed(state, "status", { id: "r1", status: "cancelled" });
    state = feed(state, "status", { id: "r1", status: "completed" });
    expect(state.reviews.get("r1")?.status).toBe("cancelled");
  });

  it("starts from an answer of our own and goes on from events", () => {
    let state = reduceLive(initialLiveState, { kind: "learnt", id: "r1", status: "pending" });
    state = feed(state, "status", { id: "r1", status: "in_progress" });
    state = reduceLive(state, { kind: "learnt", id: "r1", status: "pending" });
    expect(state.reviews.get("r1")?.status).toBe("in_progress");
  });
});

describe("repeats, order and loss", () => {
  it("drops an event it has already applied", () => {
    const first = feed(initialLiveState, "issue", { id: "r1", issue: issue("i1") }, "e-5");
    expect(feed(first, "issue", { id: "r1", issue: issue("i2") }, "e-5")).toBe(first);
    expect(feed(first, "issue", { id: "r1", issue: issue("i2") }, "e-4")).toBe(first);
  });

  it("counts an issue once, also under another event id", () => {
    let state = feed(initialLiveState, "issue", { id: "r1", issue: issue("i1") }, "e-1");
    state = feed(state, "issue", { id: "r1", issue: issue("i1") }, "e-2");
    expect(state.reviews.get("r1")?.issues).toHaveLength(1);
  });

  it("takes a jump in the numbers for what it is: events that are not ours", () => {
    let state = feed(initialLiveState, "status", { id: "r1", status: "pending" }, "e-1");
    state = feed(state, "status", { id: "r1", status: "in_progress" }, "e-900");
    expect(state.resyncs).toBe(0);
    expect(state.reviews.get("r1")?.status).toBe("in_progress");
  });

  it("asks for a fresh start on a gap, a new epoch and a reopened stream", () => {
    let state = feed(initialLiveState, "snapshot", { gap: false }, "e-3");
    expect(state.resyncs).toBe(0);
    state = feed(state, "snapshot", { gap: true }, "e-9");
    expect(state.resyncs).toBe(1);
    state = feed(state, "status", { id: "r1", status: "pending" }, "f-1");
    expect(state.resyncs).toBe(2);
    expect(state.reviews.get("r1")?.status).toBe("pending");
    state = reduceLive(state, { kind: "resync" });
    expect(state.resyncs).toBe(3);
  });

  it("still applies events whose id cannot be read", () => {
    const state = feed(initialLiveState, "status", { id: "r1", status: "in_progress" }, "");
    expect(state.reviews.get("r1")?.status).toBe("in_progress");
    expect(state.at).toBeNull();
  });

  it("forgets old finished submissions and keeps running ones", () => {
    let state = feed(initialLiveState, "status", { id: "running", status: "in_progress" });
    for (let i = 0; i < 250; i++) state = feed(state, "done", { id: `r${i}`, status: "completed" });
    expect(state.reviews.size).toBe(101);
    expect(state.reviews.has("running")).toBe(true);
    expect(state.reviews.has("r249")).toBe(true);
    expect(state.reviews.has("r0")).toBe(false);
  });
});

describe("what was told before", () => {
  it("stands before what came since, each finding once, and moves no progress back", () => {
    let state = reduceLive(initialLiveState, { kind: "learnt", id: "r1", status: "in_progress" });
    state = feed(state, "issue", { id: "r1", issue: issue("b") });
    state = feed(state, "progress", { id: "r1", percent: 75, stage: "verifying" });
    const told = { percent: 45, stage: "analysing" as const, issues: [issue("a"), issue("b")] };
    state = reduceLive(state, { kind: "told", id: "r1", told });
    const review = state.reviews.get("r1");
    expect(review?.issues.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(review).toMatchObject({ percent: 75, stage: "verifying", status: "in_progress" });
  });

  it("fills in stage and percent where nothing came yet", () => {
    const told = { percent: 45, stage: "analysing" as const, issues: [issue("a")] };
    const review = reduceLive(initialLiveState, { kind: "told", id: "r1", told }).reviews.get("r1");
    expect(review).toMatchObject({ percent: 45, stage: "analysing", status: "in_progress" });
  });

  it("changes nothing about one that is over", () => {
    const state = reduceLive(initialLiveState, { kind: "learnt", id: "r1", status: "completed" });
    expect(reduceLive(state, { kind: "told", id: "r1", told: { percent: 5, stage: "preparing", issues: [issue("a")] } })).toBe(state);
  });
});
