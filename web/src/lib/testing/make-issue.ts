import type { Issue } from "@/lib/api/types";

/** A whole issue for tests, of which a test names only what it is about. */
export function makeIssue(change: Partial<Issue> = {}): Issue {
  return {
    id: "i1",
    state: { status: "open", reason: null, by: null, at: null },
    title: "Division by zero",
    detail: "xs may be empty",
    severity: "med",
    category: "correctness",
    start_line: 1,
    end_line: 1,
    placed: true,
    path: "",
    quote: "sum(xs) / len(xs)",
    suggestion: null,
    source: "static",
    sources: ["static"],
    rule_id: "python.division-by-len",
    cwe: [369],
    confidence: 0.8,
    agreement: null,
    fingerprint: "f1",
    trace: [],
    ...change,
  };
}
