import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ChartNoAxesColumn } from "lucide-react";
import { buttonLooks } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input, Select } from "@/components/ui/field";
import { ScoreDial } from "@/components/ui/score";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { statsQuery } from "@/lib/api/queries";
import type { Stats } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { languageName, languages } from "@/lib/languages";
import { categoryName, severityName } from "@/lib/rubric";
import { CountTable } from "./count-table";
import { toStatsFilters, type AnalyticsSearch } from "./search";

const route = getRouteApi("/analytics");
const severityNames: Record<string, string> = severityName;

export default function AnalyticsPage() {
  const search = route.useSearch();
  const query = useQuery(statsQuery(toStatsFilters(search)));
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight">Analytics</h1>
      <Filters search={search} />
      {query.isPending ? (
        <div aria-busy="true" className="space-y-4">
          <Skeleton className="h-28" />
          <Skeleton className="h-80" />
        </div>
      ) : query.isError ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : query.data.total === 0 ? (
        <Card className="border-dashed bg-transparent shadow-none">
          <EmptyState
            icon={ChartNoAxesColumn}
            title="No figures yet"
            action={
              <Link to="/" className={buttonLooks({ variant: "primary" })}>
                Review some code
              </Link>
            }
          >
            {search.language || search.from || search.to
              ? "No completed review falls within these filters."
              : "They grow with every completed review."}
          </EmptyState>
        </Card>
      ) : (
        <Figures stats={query.data} />
      )}
    </div>
  );
}

function Filters({ search }: { search: AnalyticsSearch }) {
  const navigate = useNavigate({ from: "/analytics" });
  const change = (name: keyof AnalyticsSearch) => (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
    void navigate({ search: (old) => ({ ...old, [name]: event.target.value || undefined }), replace: true });
  return (
    <search aria-label="Filter the figures" className="grid grid-cols-2 gap-3 sm:flex">
      <Field label="Language" className="max-sm:col-span-2 sm:w-44">
        <Select value={search.language ?? ""} onChange={change("language")}>
          <option value="">All</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="From" className="sm:w-40">
        <Input type="date" value={search.from ?? ""} max={search.to} onChange={change("from")} />
      </Field>
      <Field label="To" className="sm:w-40">
        <Input type="date" value={search.to ?? ""} min={search.from} onChange={change("to")} />
      </Field>
    </search>
  );
}

function Figures({ stats }: { stats: Stats }) {
  const severities = stats.by_severity.map(({ name, count }) => ({ name: severityNames[name] ?? name, count }));
  return (
    <div className="space-y-4">
      <Card className="grid divide-line max-sm:divide-y sm:grid-cols-3 sm:divide-x">
        <Figure name="Completed reviews" value={formatNumber(stats.total)} />
        <Figure
          name="From the cache"
          value={`${Math.round((100 * stats.cached) / stats.total)} %`}
          note={`${formatNumber(stats.cached)} reused`}
        />
        <div className="flex items-center justify-between gap-4 p-5">
          <p className="text-sm text-ink-muted">Average score</p>
          {stats.avg_score === null ? (
            <p className="text-sm text-ink-muted">none yet</p>
          ) : (
            <ScoreDial score={stats.avg_score} size={76} />
          )}
        </div>
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <CountTable
          title="Common findings"
          head="Finding"
          rows={stats.common_issue_counts.map(({ title, count }) => ({ name: title, count }))}
          atFirst={20}
        />
        <div className="space-y-4">
          <CountTable
            title="By category"
            head="Category"
            rows={stats.by_category.map(({ name, count }) => ({ name: categoryName(name), count }))}
          />
          <CountTable title="By severity" head="Severity" rows={severities} />
          <CountTable
            title="By language"
            head="Language"
            unit="Reviews"
            rows={stats.by_language.map(({ name, count }) => ({ name: languageName(name), count }))}
          />
        </div>
      </div>
    </div>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div className="p-5">
      <p className="text-sm text-ink-muted">{name}</p>
      <p className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</p>
      {note && <p className="text-xs text-ink-muted tabular-nums">{note}</p>}
    </div>
  );
}
