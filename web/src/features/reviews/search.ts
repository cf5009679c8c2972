import type { Category, Issue, IssueStatus, Severity } from "@/lib/api/types";
import { rubric, severities, sourceKind, sourcesOf, statusOf } from "@/lib/rubric";

/** What a review's address holds besides its id: filters as comma lists, and the finding that is looked at. */
export interface ReviewSearch {
  severity?: string;
  category?: string;
  source?: string;
  state?: string;
  issue?: string;
}

export interface IssueFilter {
  severities: Severity[];
  categories: Category[];
  sources: string[];
  states: IssueStatus[];
}

export const issueStatuses: IssueStatus[] = ["open", "fixed", "dismissed"];

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

export const readReviewSearch = (raw: Record<string, unknown>): ReviewSearch => ({
  severity: text(raw.severity),
  category: text(raw.category),
  source: text(raw.source),
  state: text(raw.state),
  issue: text(raw.issue),
});

const parts = (list: string | undefined): string[] => list?.split(",").filter(Boolean) ?? [];

/** Unknown words are dropped, so an old link cannot hide everything. */
export function filterOf(search: ReviewSearch): IssueFilter {
  const wantedSeverities = parts(search.severity);
  const wantedCategories = parts(search.category);
  const wantedStates = parts(search.state);
  return {
    severities: severities.filter((severity) => wantedSeverities.includes(severity)),
    categories: rubric.map(({ id }) => id).filter((id) => wantedCategories.includes(id)),
    sources: parts(search.source),
    states: issueStatuses.filter((status) => wantedStates.includes(status)),
  };
}

export const isFiltering = (filter: IssueFilter): boolean =>
  filter.severities.length + filter.categories.length + filter.sources.length + filter.states.length > 0;

/** An empty list of a filter lets everything through; all filters must agree. */
export function matches(issue: Issue, filter: IssueFilter): boolean {
  return (
    (filter.severities.length === 0 || filter.severities.includes(issue.severity)) &&
    (filter.categories.length === 0 || filter.categories.includes(issue.category)) &&
    (filter.states.length === 0 || filter.states.includes(statusOf(issue))) &&
    (filter.sources.length === 0 || sourcesOf(issue).some((source) => filter.sources.includes(sourceKind(source))))
  );
}
