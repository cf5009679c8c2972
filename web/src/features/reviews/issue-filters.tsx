import { useNavigate } from "@tanstack/react-router";
import { SeverityIcon } from "@/components/ui/severity";
import { FilterChips } from "@/components/ui/toggle-group";
import type { Issue } from "@/lib/api/types";
import { countBySeverity, rubric, severities, severityName, sourceKind, sourcesOf } from "@/lib/rubric";
import type { IssueFilter } from "./search";

const kinds: Record<string, string> = { static: "Static analysis", linter: "Linters", llm: "Language model" };

/** Chips for what there is to choose between; a dimension with one value is no choice and is not offered. */
export function IssueFilters({ issues, filter }: { issues: Issue[]; filter: IssueFilter }) {
  const navigate = useNavigate({ from: "/reviews/$id" });
  const set = (name: "severity" | "category" | "source") => (values: string[]) =>
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
            icon: <SeverityIcon severity={severity} className="size-3.5" />,
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
    </div>
  );
}
