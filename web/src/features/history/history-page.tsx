import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, Inbox, SearchX } from "lucide-react";
import { Button, buttonLooks } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { historyQuery } from "@/lib/api/queries";
import { formatNumber, plural } from "@/lib/format";
import { FilterBar } from "./filter-bar";
import { ReviewTable } from "./review-table";
import { isFiltered, toFilters } from "./search";

const route = getRouteApi("/history");
const pageSize = 20;

export default function HistoryPage() {
  const search = route.useSearch();
  const page = search.page ?? 1;
  const query = useQuery(historyQuery(toFilters(search), page, pageSize));

  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h1 className="text-xl font-semibold tracking-tight">History</h1>
        <p className="text-sm text-ink-muted tabular-nums" aria-live="polite">
          {query.data ? plural(query.data.total, "review") : ""}
        </p>
      </div>
      <FilterBar search={search} />
      {query.isPending ? (
        <Card className="divide-y divide-line" aria-busy="true">
          {Array.from({ length: 8 }, (_, index) => (
            <div key={index} className="flex items-center gap-6 px-4 py-4">
              <Skeleton className="h-4 w-1/3" />
              <Skeleton className="h-4 w-20" />
              <Skeleton className="ml-auto h-4 w-24" />
            </div>
          ))}
        </Card>
      ) : query.isError ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : query.data.items.length > 0 ? (
        <div className={query.isPlaceholderData ? "opacity-60 transition-opacity" : "transition-opacity"}>
          <ReviewTable reviews={query.data.items} label="Reviews" />
          <Pages page={page} total={query.data.total} />
        </div>
      ) : (
        <Card className="border-dashed bg-transparent shadow-none">
          <Nothing filtered={isFiltered(search)} beyond={page > 1} />
        </Card>
      )}
    </div>
  );
}

function Pages({ page, total }: { page: number; total: number }) {
  const navigate = useNavigate({ from: "/history" });
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return null;
  const go = (to: number) => void navigate({ search: (old) => ({ ...old, page: to > 1 ? to : undefined }) });
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center justify-between gap-3">
      <Button disabled={page <= 1} onClick={() => go(page - 1)}>
        <ChevronLeft aria-hidden />
        Newer
      </Button>
      <span className="text-xs text-ink-muted tabular-nums">
        Page {formatNumber(page)} of {formatNumber(last)}
      </span>
      <Button disabled={page >= last} onClick={() => go(page + 1)}>
        Older
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}

function Nothing({ filtered, beyond }: { filtered: boolean; beyond: boolean }) {
  if (filtered || beyond) {
    return (
      <EmptyState
        icon={SearchX}
        title={filtered ? "No review matches" : "There is no such page"}
        action={
          <Link to="/history" search={{}} className={buttonLooks()}>
            {filtered ? "Clear the filters" : "To the newest reviews"}
          </Link>
        }
      >
        {filtered && "Widen the dates or the score, or choose another language or status."}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title="No reviews yet"
      action={
        <Link to="/" className={buttonLooks({ variant: "primary" })}>
          Review some code
        </Link>
      }
    >
      Every review is kept here, with its code, its findings and its score.
    </EmptyState>
  );
}
