import { describe, expect, it } from "vitest";
import { makeIssue } from "@/lib/testing/make-issue";
import { filterOf, isFiltering, matches, readReviewSearch } from "./search";

describe("the filter of findings", () => {
  const issue = makeIssue({ severity: "high", category: "security", sources: ["static", "llm:some-model"] });

  it("lets everything through while it is empty, or says nothing we know", () => {
    expect(matches(issue, filterOf({}))).toBe(true);
    expect(isFiltering(filterOf({ severity: "gigantic" }))).toBe(false);
  });

  it("takes any of the values of one kind, and needs all kinds to agree", () => {
    expect(matches(issue, filterOf({ severity: "low,high" }))).toBe(true);
    expect(matches(issue, filterOf({ severity: "high", category: "performance" }))).toBe(false);
    expect(matches(issue, filterOf({ source: "llm" }))).toBe(true);
    expect(matches(issue, filterOf({ source: "linter" }))).toBe(false);
  });

  it("tells the open ones from those that were dealt with", () => {
    const fixed = makeIssue({ state: { status: "fixed", reason: null, by: null, at: null } });
    expect(matches(fixed, filterOf({ state: "open" }))).toBe(false);
    expect(matches(fixed, filterOf({ state: "fixed,dismissed" }))).toBe(true);
  });

  it("reads an id that looks like a number from the address", () => {
    expect(readReviewSearch({ issue: 17, severity: ["x"] })).toMatchObject({ issue: "17", severity: undefined });
  });
});
