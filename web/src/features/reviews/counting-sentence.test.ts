import { describe, expect, it } from "vitest";
import { isCount } from "./counting-sentence";

describe("a summary", () => {
  it.each(["No issues found.", "1 issue: 1 med.", "500 issues: 1 high, 2 med, 497 low.", "a.py: 1 issue: 1 low.\nb: c.py: No issues found."])(
    "that only counts: %s",
    (text) => expect(isCount(text)).toBe(true),
  );

  it.each(["Two divisions.", "1 issue: the password.", "Nothing was reviewed; the coverage says why.", "a.py: 1 issue: 1 low.\nb.py: Fine.", "No issues found. It is fast too."])(
    "that says more: %s",
    (text) => expect(isCount(text)).toBe(false),
  );
});
