import type { Category, Issue, IssueStatus, Severity } from "./api/types";

/** The six categories with their weight in the overall score, heaviest first. */
export const rubric: { id: Category; name: string; weight: number }[] = [
  { id: "correctness", name: "Correctness", weight: 35 },
  { id: "security", name: "Security", weight: 20 },
  { id: "performance", name: "Performance", weight: 15 },
  { id: "readability", name: "Readability", weight: 15 },
  { id: "maintainability", name: "Maintainability", weight: 10 },
  { id: "testability", name: "Testability", weight: 5 },
];

export const severities: Severity[] = ["high", "med", "low"];

export const severityName: Record<Severity, string> = { high: "High", med: "Medium", low: "Low" };

const rank: Record<Severity, number> = { high: 0, med: 1, low: 2 };

export const categoryName = (id: string): string => rubric.find((entry) => entry.id === id)?.name ?? id;

export type Grade = "good" | "med" | "high";

/** How a score from 0 to 10 is coloured. The number is always shown beside the colour. */
export const gradeOf = (score: number): Grade => (score >= 8 ? "good" : score >= 5 ? "med" : "high");

export function countBySeverity(issues: Issue[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { high: 0, med: 0, low: 0 };
  for (const issue of issues) counts[issue.severity] += 1;
  return counts;
}

export const worstSeverity = (issues: Issue[]): Severity | null =>
  severities.find((severity) => issues.some((issue) => issue.severity === severity)) ?? null;

/** Whether the issue can be shown at its lines. */
export function isPlaced(issue: Issue): issue is Issue & { start_line: number; end_line: number } {
  return issue.placed !== false && issue.start_line != null && issue.end_line != null;
}

/** Reading order: down the file, the worse first on the same line; what has no place comes last. */
export function byPlace(a: Issue, b: Issue): number {
  const line = (issue: Issue) => (isPlaced(issue) ? issue.start_line : Number.MAX_SAFE_INTEGER);
  return line(a) - line(b) || rank[a.severity] - rank[b.severity] || a.id.localeCompare(b.id);
}

/** What people said of the finding. One that came live, before it was stored, is open. */
export const statusOf = (issue: Issue): IssueStatus => issue.state?.status ?? "open";

const reviewerNames: Record<string, string> = { static: "Static analysis", llm: "Language model" };

export const reviewerName = (id: string): string => reviewerNames[id] ?? id;

/** "static", "linter:ruff", "llm:gpt-x" and "imported" as a person reads them. */
export function sourceName(source: string): string {
  if (source === "static") return "Static analysis";
  if (source === "imported") return "Imported";
  if (source.startsWith("linter:")) return source.slice(7);
  if (source.startsWith("llm:")) return source.slice(4);
  return source;
}

/** The kind of reviewer behind a source, for filtering. */
export const sourceKind = (source: string): string => source.split(":", 1)[0] ?? source;

export const sourcesOf = (issue: Issue): string[] =>
  issue.sources?.length ? issue.sources : issue.source ? [issue.source] : [];
