import { describe, expect, it } from "vitest";
import { percentOf, stageWord } from "./progress";

describe("the bar", () => {
  it("keeps a report inside the span of its stage", () => {
    expect(percentOf("in_progress", "preparing", 90)).toBe(15);
    expect(percentOf("in_progress", "verifying", 20)).toBe(75);
    expect(percentOf("in_progress", "analysing", 40)).toBe(40);
  });

  it("never falls, and reaches 100 only when completed", () => {
    expect(percentOf("in_progress", "analysing", 30, 60)).toBe(60);
    expect(percentOf("in_progress", "scoring", 100)).toBe(99);
    expect(percentOf("in_progress", "completed", 100)).toBe(99);
    expect(percentOf("completed", null, null, 12)).toBe(100);
  });

  it("stays where it was on failure and cancel", () => {
    expect(percentOf("failed", "scoring", 95, 40)).toBe(40);
    expect(percentOf("cancelled", null, null, 7)).toBe(7);
  });

  it("starts at the stage's own beginning without a report", () => {
    expect(percentOf("pending", null, null)).toBe(0);
    expect(percentOf("in_progress", null, null)).toBe(5);
  });
});

describe("the stage in words", () => {
  it("speaks of the end before the stage", () => {
    expect(stageWord("failed", "analysing")).toBe("Failed");
    expect(stageWord("completed", "scoring")).toBe("Completed");
    expect(stageWord("pending", null)).toBe("Queued");
    expect(stageWord("in_progress", "verifying")).toBe("Verifying findings");
  });
});
