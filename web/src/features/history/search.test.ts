import { describe, expect, it } from "vitest";
import { foldedFilters, isFiltered, readHistorySearch, toFilters } from "./search";

describe("the history's address", () => {
  it("reads what can be read and drops the rest", () => {
    const read = readHistorySearch({
      q: "sqlite execute",
      language: "go",
      status: "gone",
      severity: "high",
      category: "taste",
      min: "7",
      max: 11,
      from: "2026-02-30x",
      to: "2026-11-24",
      sort: "lowest_score",
      page: 3,
    });
    expect(Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))).toEqual({
      q: "sqlite execute",
      language: "go",
      severity: "high",
      min: 7,
      to: "2026-11-24",
      sort: "lowest_score",
    });
  });

  it("has one form: the usual order is not written", () => expect(readHistorySearch({ sort: "newest" }).sort).toBeUndefined());

  it("searches for numbers too, and not for blanks", () => {
    expect(readHistorySearch({ q: 404 }).q).toBe("404");
    expect(readHistorySearch({ q: "  " }).q).toBeUndefined();
  });

  it("includes the whole of both days, as the days of whoever looks", () => {
    const { start_date, end_date } = toFilters({ from: "2026-11-24", to: "2026-11-24" });
    expect(Date.parse(end_date ?? "") - Date.parse(start_date ?? "")).toBe(86_400_000 - 1);
    expect(new Date(start_date ?? "").getHours()).toBe(0);
  });

  it("counts filters, not the order", () => {
    expect(isFiltered({ sort: "oldest", focus: true })).toBe(false);
    expect(isFiltered({ status: "failed" })).toBe(true);
    expect(foldedFilters({ q: "x", min: 1, from: "2026-01-01" })).toBe(2);
  });
});
