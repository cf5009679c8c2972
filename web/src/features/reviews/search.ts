import type { Category, Issue, Severity } from "@/lib/api/types";
import { rubric, severities, sourceKind, sourcesOf } from "@/lib/rubric";

/** What a review's address holds besides its id: filters as comma lists, and the finding that is looked at. */
export interface ReviewSearch {
  severity?: string;
  category?: string;
  source?: string;
  issue?: string;
}

export interface IssueFilter {
  severities: Severity[];
  categories: Category[];
  sources: string[];
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

export const readReviewSearch = (raw: Record<string, unknown>): ReviewSearch => ({
  severity: text(raw.severity),
  category: text(raw.category),
  source: text(raw.source),
  issue: text(raw.issue),
});

const parts = (list: string | undefined): string[] => list?.split(",").filter(Boolean) ?? [];

/** Unknown words are dropped, so an old link cannot hide everything. */
export function filterOf(search: ReviewSearch): IssueFilter {
  const wantedSeverities = parts(search.severity);
  const wantedCategories = parts(search.category);
  return {
    severities: severities.filter((severity) => wantedSeverities.includes(severity)),
    categories: rubric.map(({ id }) => id).filter((id) => wantedCategories.includes(id)),
    sources: parts(search.source),
  };
}

export const isFiltering = (filter: IssueFilter): boolean =>
  filter.severities.length + filter.categories.length + filter.sources.length > 0;

/** An empty list of a filter lets everything through; the three filters must all agree. */
export function matches(issue: Issue, filter: IssueFilter): boolean {
  return (
    (filter.severities.length === 0 || filter.severities.includes(issue.severity)) &&
    (filter.categories.length === 0 || filter.categories.includes(issue.category)) &&
    (filter.sources.length === 0 || sourcesOf(issue).some((source) => filter.sources.includes(sourceKind(source))))
  );
}
