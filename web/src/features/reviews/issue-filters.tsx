import { useNavigate } from "@tanstack/react-router";
import { FilterX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SeverityIcon } from "@/components/ui/severity";
import { FilterChips } from "@/components/ui/toggle-group";
import type { Issue, IssueStatus } from "@/lib/api/types";
import { countBySeverity, rubric, severities, severityName, sourceKind, sourcesOf, statusOf } from "@/lib/rubric";
import { isFiltering, issueStatuses, type IssueFilter } from "./search";

const kinds: Record<string, string> = { static: "Static analysis", linter: "Linters", llm: "Language model" };
const stateNames: Record<IssueStatus, string> = { open: "Open", fixed: "Fixed", dismissed: "Dismissed" };

const distinct = (values: unknown[]): number => new Set(values).size;

/** Whether the filters have anything to offer. */
export const hasChoices = (issues: Issue[], filter: IssueFilter): boolean =>
  isFiltering(filter) ||
  [
    issues.map(({ severity }) => severity),
    issues.map(({ category }) => category),
    issues.flatMap(sourcesOf).map(sourceKind),
    issues.map(statusOf),
  ].some((values) => distinct(values) > 1);

/** Chips for what there is to choose between; a dimension with one value is no choice and is not offered. */
export function IssueFilters({ issues, filter }: { issues: Issue[]; filter: IssueFilter }) {
  const navigate = useNavigate({ from: "/reviews/$id" });
  const set = (name: "severity" | "category" | "source" | "state") => (values: string[]) =>
    void navigate({
      search: (old) => ({ ...old, [name]: values.join(",") || undefined }),
      replace: true,
      resetScroll: false,
    });

  const counts = countBySeverity(issues);
  const bySeverity = severities.filter((severity) => counts[severity] > 0 || filter.severities.includes(severity));
  const byCategory = rubric
    .map(({ id, name }) => ({ id, name, count: issues.filter((issue) => issue.category === id).length }))
    .filter(({ id, count }) => count > 0 || filter.categories.includes(id));
  const bySource = [...new Set([...issues.flatMap(sourcesOf).map(sourceKind), ...filter.sources])];
  const byState = issueStatuses
    .map((id) => ({ id, count: issues.filter((issue) => statusOf(issue) === id).length }))
    .filter(({ id, count }) => count > 0 || filter.states.includes(id));

  if (!hasChoices(issues, filter)) return null;
  return (
    <div className="space-y-2">
      {bySeverity.length > 1 && (
        <FilterChips
          label="Severity"
          value={filter.severities}
          onChange={set("severity")}
          choices={bySeverity.map((severity) => ({
            value: severity,
            label: `${severityName[severity]} ${counts[severity]}`,
            icon: <SeverityIcon severity={severity} small />,
          }))}
        />
      )}
      {byCategory.length > 1 && (
        <FilterChips
          label="Category"
          value={filter.categories}
          onChange={set("category")}
          choices={byCategory.map(({ id, name, count }) => ({ value: id, label: `${name} ${count}` }))}
        />
      )}
      {bySource.length > 1 && (
        <FilterChips
          label="Source"
          value={filter.sources}
          onChange={set("source")}
          choices={bySource.map((kind) => ({ value: kind, label: kinds[kind] ?? kind }))}
        />
      )}
      {byState.length > 1 && (
        <FilterChips
          label="State"
          value={filter.states}
          onChange={set("state")}
          choices={byState.map(({ id, count }) => ({ value: id, label: `${stateNames[id]} ${count}` }))}
        />
      )}
      {isFiltering(filter) && (
        <Button
          variant="ghost"
          size="xs"
          onClick={() =>
            void navigate({
              search: (old) => ({ ...old, severity: undefined, category: undefined, source: undefined, state: undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          <FilterX aria-hidden />
          Show all findings
        </Button>
      )}
    </div>
  );
}
