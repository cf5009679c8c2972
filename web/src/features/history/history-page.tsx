import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowUp, Download, Inbox, SearchX } from "lucide-react";
import { useMemo } from "react";
import { Button, buttonLooks } from "@/components/ui/button";
import { Card, PageHeading } from "@/components/ui/card";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { historyExportUrl, historyQuery } from "@/lib/api/queries";
import { useLiveReviews } from "@/lib/events/store";
import { formatNumber, plural } from "@/lib/format";
import { useRowKeys } from "@/lib/shortcuts";
import { FilterBar } from "./filter-bar";
import { isFiltered, toFilters, type HistorySearch } from "./search";
import { VirtualReviewTable } from "./virtual-review-table";

const route = getRouteApi("/history");

export default function HistoryPage() {
  const search = route.useSearch();
  const filters = toFilters(search);
  const query = useInfiniteQuery(historyQuery(filters));
  const reviews = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const first = query.data?.pages[0];
  const arrived = useArrived(reviews, search, query.data?.pages.length ?? 0);
  useRowKeys("[data-row]");

  return (
    <div className="space-y-4">
      <PageHeading
        title="History"
        note={
          <span className="tabular-nums" aria-live="polite">
            {first ? totalInWords(first.total, first.total_capped, isFiltered(search)) : "Every review, with its code and its findings."}
          </span>
        }
      >
        <Menu>
          <MenuTrigger asChild>
            <Button disabled={!first || first.total === 0}>
              <Download aria-hidden />
              Export
            </Button>
          </MenuTrigger>
          <MenuContent>
            <MenuLabel>{isFiltered(search) ? "Save the filtered history as" : "Save the history as"}</MenuLabel>
            <MenuItem asChild>
              <a href={historyExportUrl("csv", filters)} download>
                CSV, a line for each review
              </a>
            </MenuItem>
            <MenuItem asChild>
              <a href={historyExportUrl("ndjson", filters)} download>
                NDJSON, all there is
              </a>
            </MenuItem>
          </MenuContent>
        </Menu>
      </PageHeading>
      <FilterBar search={search} />
      {arrived > 0 && (
        <div className="sticky top-16 z-20 flex justify-center">
          <Button
            variant="primary"
            size="sm"
            onClick={() => {
              window.scrollTo({ top: 0 });
              void query.refetch();
            }}
          >
            <ArrowUp aria-hidden />
            Show {plural(arrived, "new review")}
          </Button>
        </div>
      )}
      {query.isPending ? (
        <Waiting />
      ) : query.isError && !query.data ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : reviews.length > 0 ? (
        <div className={query.isPlaceholderData ? "opacity-60 transition-opacity" : "transition-opacity"}>
          <VirtualReviewTable
            reviews={reviews}
            total={first?.total ?? reviews.length}
            more={query.hasNextPage}
            loadingMore={query.isFetchingNextPage}
            failed={query.isFetchNextPageError}
            onMore={query.fetchNextPage}
          />
        </div>
      ) : (
        <Card variant="quiet">
          <Nothing filtered={isFiltered(search)} />
        </Card>
      )}
    </div>
  );
}

/**
 * How many reviews came since a long list was loaded. A short one is simply fetched again; one that somebody has
 * scrolled down must not move under their eyes.
 */
function useArrived(reviews: { id: string; created_at: string }[], search: HistorySearch, pages: number): number {
  const heard = useLiveReviews();
  const newest = reviews[0]?.id;
  return useMemo(() => {
    if (pages < 2 || newest === undefined || isFiltered(search) || search.sort !== undefined) return 0;
    const loaded = new Set(reviews.map(({ id }) => id));
    // Ids are UUIDv7 and so sort by time.
    return [...heard.keys()].filter((id) => id > newest && !loaded.has(id)).length;
  }, [heard, newest, reviews, search, pages]);
}

function totalInWords(total: number, capped: boolean, filtered: boolean): string {
  const count = capped ? `More than ${formatNumber(total)} reviews` : plural(total, "review");
  return filtered ? `${count} with these filters` : count;
}

function Waiting() {
  return (
    <Card className="divide-y divide-line" aria-busy="true" aria-label="Loading the history">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="flex items-center gap-6 px-4 py-4">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-20" />
          <Skeleton className="ml-auto h-4 w-24" />
        </div>
      ))}
    </Card>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No review matches"
        action={
          <Link to="/history" search={{}} className={buttonLooks()}>
            Clear the filters
          </Link>
        }
      >
        All the words you search for must stand in the code, its name or its findings, as whole words. Fewer words or
        wider filters find more.
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
