import { describe, expect, it } from "vitest";
import type { Rule } from "@/lib/api/types";
import { matchesRule } from "./match-rule";
import { readSettingsSearch } from "./search";

const rule: Rule = {
  id: "py.subprocess-shell",
  languages: ["python"],
  severity: "high",
  category: "security",
  confidence: 0.8,
  cwe: [78],
  title: "`subprocess.run` runs its command through a shell",
  detail: "Pass a list.",
  has_fix: true,
  origin: "built-in",
  enabled: true,
  bad_examples: [],
  ok_examples: [],
};

describe("a rule", () => {
  it.each([
    [{}, true],
    [{ q: "SHELL  list" }, true],
    [{ q: "shell tuple" }, false],
    [{ q: "cwe-78" }, true],
    [{ language: "python", severity: "high" as const, category: "security" as const }, true],
    [{ language: "go" }, false],
    [{ severity: "low" as const }, false],
    [{ category: "correctness" as const }, false],
  ])("with %j: %s", (filter, found) => expect(matchesRule(rule, filter)).toBe(found));

  it("for no language is for all", () => expect(matchesRule({ ...rule, languages: [] }, { language: "go" })).toBe(true));
});

it("the settings' address drops what it does not know", () => {
  expect(readSettingsSearch({ part: "rules", language: "Klingon!", severity: "high", q: 5 })).toEqual({
    part: "rules",
    q: "5",
    language: undefined,
    severity: "high",
    category: undefined,
  });
  expect(readSettingsSearch({ part: "browser" }).part).toBeUndefined();
});
