import { describe, expect, it } from "vitest";
import { isFiltered, readHistorySearch, toFilters } from "./search";

describe("the history's address", () => {
  it("reads what can be read and drops the rest", () => {
    expect(readHistorySearch({ language: "go", min: "7", max: 11, from: "2026-02-30x", to: "2026-11-24", page: 3 })).toEqual({
      language: "go",
      status: undefined,
      min: 7,
      max: undefined,
      from: undefined,
      to: "2026-11-24",
      page: 3,
    });
  });

  it("takes page 1 as no page, so that an address has one form", () => {
    expect(readHistorySearch({ page: 1 }).page).toBeUndefined();
    expect(readHistorySearch({ page: -4 }).page).toBeUndefined();
  });

  it("includes the whole of the last day", () => {
    expect(toFilters({ to: "2026-11-24" }).end_date).toBe("2026-11-24T23:59:59.999Z");
  });

  it("does not count the page as a filter", () => {
    expect(isFiltered({ page: 4 })).toBe(false);
    expect(isFiltered({ status: "failed" })).toBe(true);
  });
});
