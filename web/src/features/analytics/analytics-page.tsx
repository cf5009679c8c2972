import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChartNoAxesColumn } from "lucide-react";
import { buttonLooks } from "@/components/ui/button";
import { Card, PageHeading } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { statsQuery } from "@/lib/api/queries";
import type { Severity, Stats } from "@/lib/api/types";
import { formatDuration, formatMoney, formatNumber, plural } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { categoryName, severityName } from "@/lib/rubric";
import { CommonIssues } from "./common-issues";
import { CountTable } from "./count-table";
import { AnalyticsFilters } from "./filters";
import { LatencyTable } from "./latency-table";
import { OverTime } from "./over-time";
import { ownTimeZone, toStatsFilters, type AnalyticsSearch } from "./search";

const route = getRouteApi("/analytics");
const severityPaint: Record<Severity, string> = { high: "bg-high-fill", med: "bg-med-fill", low: "bg-low-fill" };

export default function AnalyticsPage() {
  const search = route.useSearch();
  const query = useQuery(statsQuery(toStatsFilters(search, ownTimeZone())));
  return (
    <div className="space-y-5">
      <PageHeading title="Analytics" note="Completed reviews, those answered from the cache included." />
      <AnalyticsFilters search={search} />
      {query.isPending ? (
        <div aria-busy="true" aria-label="Loading the figures" className="space-y-4">
          <Skeleton className="h-24" />
          <div className="grid gap-4 lg:grid-cols-2">
            <Skeleton className="h-72" />
            <Skeleton className="h-72" />
          </div>
        </div>
      ) : query.isError ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : query.data.total === 0 ? (
        <Card variant="quiet">
          <EmptyState
            icon={ChartNoAxesColumn}
            title={isFiltered(search) ? "No review falls within these filters" : "No figures yet"}
            action={
              isFiltered(search) ? (
                <Link to="/analytics" search={{}} className={buttonLooks()}>
                  Show all figures
                </Link>
              ) : (
                <Link to="/" className={buttonLooks({ variant: "primary" })}>
                  Review some code
                </Link>
              )
            }
          >
            {isFiltered(search) ? "Choose other days or another language." : "They grow with every completed review."}
          </EmptyState>
        </Card>
      ) : (
        <div className={query.isPlaceholderData ? "opacity-60 transition-opacity" : "transition-opacity"}>
          <Figures stats={query.data} search={search} />
        </div>
      )}
    </div>
  );
}

const isFiltered = ({ language, from, to }: AnalyticsSearch): boolean => Boolean(language || from || to);

function Figures({ stats, search }: { stats: Stats; search: AnalyticsSearch }) {
  const severities = stats.by_severity.map(({ name, count }) => ({
    name: severityName[name as Severity] ?? name,
    count,
    paint: severityPaint[name as Severity],
  }));
  return (
    <div className="space-y-4">
      <Headline stats={stats} />
      {stats.by_day?.length > 0 && <OverTime days={stats.by_day} from={search.from} to={search.to} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="min-w-0 space-y-4">
          <CommonIssues issues={stats.common_issue_details ?? []} />
          {stats.by_rule?.length > 0 && (
            <CountTable title="By rule" head="Rule" rows={stats.by_rule.map(({ rule_id, count }) => ({ name: rule_id, count }))} />
          )}
        </div>
        <div className="min-w-0 space-y-4">
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
          {stats.run_ms && <LatencyTable wait={stats.wait_ms} run={stats.run_ms} />}
        </div>
      </div>
    </div>
  );
}

/** The figures one looks for first. */
function Headline({ stats }: { stats: Stats }) {
  const { cache, usage, run_ms } = stats;
  const tokens = usage ? usage.input_tokens + usage.output_tokens : 0;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 p-4 sm:grid-cols-3 sm:p-5 xl:grid-cols-5">
        <Stat name="Completed reviews" value={formatNumber(stats.total)} note={`${formatNumber(stats.cached)} from the cache`} />
        <Stat name="Average score" value={stats.avg_score === null ? "–" : stats.avg_score.toFixed(1)} note="of 10" />
        {run_ms && (
          <Stat
            name="Typical review"
            value={run_ms.p50 === null ? "–" : formatDuration(run_ms.p50)}
            note={run_ms.p95 === null ? undefined : `95 % within ${formatDuration(run_ms.p95)}`}
          />
        )}
        {cache && (
          <Stat
            name="Cache hits"
            value={cache.hit_rate === null ? "–" : `${Math.round(cache.hit_rate * 100)} %`}
            note={`${formatNumber(cache.hits)} of ${formatNumber(cache.hits + cache.misses)}`}
          />
        )}
        {usage && (
          <Stat
            name="Cost of models"
            value={usage.calls === 0 ? "none" : usage.cost_usd === null ? "not known" : formatMoney(usage.cost_usd)}
            note={usage.calls === 0 ? "no model was asked" : `${plural(usage.calls, "call")}, ${formatNumber(tokens)} tokens`}
          />
        )}
      </dl>
    </Card>
  );
}
