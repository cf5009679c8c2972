import { describe, expect, it } from "vitest";
import type { DayCount } from "@/lib/api/types";
import { bucketDays } from "./days";
import { niceTicks, spread } from "./scale";

const day = (name: string, change: Partial<DayCount> = {}): DayCount => ({
  day: name,
  total: 1,
  cached: 0,
  avg_score: 5,
  low: 0,
  med: 0,
  high: 0,
  ...change,
});

describe("ticks", () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 2, 4, 6, 8]],
    [40, [0, 10, 20, 30, 40]],
    [1234, [0, 500, 1000, 1500]],
  ])("up to %d", (max, ticks) => expect(niceTicks(max)).toEqual(ticks));

  it("label a few of many, the last always", () => {
    expect(spread(3, 5)).toEqual([0, 1, 2]);
    expect(spread(10, 4)).toEqual([0, 3, 6, 9]);
    expect(spread(11, 4)).toEqual([1, 4, 7, 10]);
  });
});

describe("days", () => {
  it("fill the gaps", () => {
    const buckets = bucketDays([day("2026-02-27"), day("2026-03-02", { high: 2 })], { most: 100 });
    expect(buckets.map(({ from, total, score }) => [from, total, score])).toEqual([
      ["2026-02-27", 1, 5],
      ["2026-02-28", 0, null],
      ["2026-03-01", 0, null],
      ["2026-03-02", 1, 5],
    ]);
  });

  it("keep to the range that was asked for", () => {
    expect(bucketDays([day("2026-03-02")], { from: "2026-03-01", to: "2026-03-03", most: 9 })).toHaveLength(3);
    expect(bucketDays([], { most: 9 })).toEqual([]);
  });

  it("are gathered when they are many, each once, the mean by reviews", () => {
    const days = Array.from({ length: 31 }, (_, index) => day(`2026-01-${String(index + 1).padStart(2, "0")}`, { total: index < 30 ? 1 : 9, avg_score: index < 30 ? 4 : 8 }));
    const buckets = bucketDays(days, { most: 5 });
    expect(buckets).toHaveLength(5);
    expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(39);
    expect(buckets.at(-1)).toMatchObject({ from: "2026-01-25", to: "2026-01-31", total: 15 });
    expect(buckets.at(-1)?.score).toBeCloseTo((6 * 4 + 9 * 8) / 15);
    expect(buckets[0]).toMatchObject({ from: "2026-01-01", to: "2026-01-03" });
  });
});
