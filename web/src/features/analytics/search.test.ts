import { describe, expect, it } from "vitest";
import { dayBefore, readAnalyticsSearch, toStatsFilters } from "./search";

describe("the analytics' address", () => {
  it("drops what it cannot read", () => {
    expect(readAnalyticsSearch({ language: "Klingon!", from: "2026-13-40", to: "2026-11-24" })).toEqual({
      language: undefined,
      from: undefined,
      to: "2026-11-24",
    });
  });

  it("asks for whole days of whoever looks", () => {
    const { start, end, time_zone } = toStatsFilters({ from: "2026-11-24", to: "2026-11-24" }, "Europe/Berlin");
    expect(Date.parse(end ?? "") - Date.parse(start ?? "")).toBe(86_400_000);
    expect(time_zone).toBe("Europe/Berlin");
    expect(toStatsFilters({}, "UTC")).toEqual({ language: undefined, start: undefined, end: undefined, time_zone: "UTC" });
  });

  it("counts days back over the end of a month", () => {
    expect(dayBefore(new Date(2026, 2, 1, 12).getTime(), 1)).toBe("2026-02-28");
    expect(dayBefore(new Date(2026, 0, 5, 0, 30).getTime(), 6)).toBe("2025-12-30");
  });
});
