import type { InfiniteData, Query, QueryClient, QueryFilters } from "@tanstack/react-query";
import { keys } from "@/lib/api/queries";
import type { LiveStore } from "@/lib/events/store";

const gatherMs = 250;
/** Looked away for so long, one wants to see how things stand. */
const staleAfterMs = 60_000;

/**
 * Keeps fetched data true: an event refreshes what it touches. Lists and figures are refreshed at most four times a
 * second, however many reviews finish, and everything is fetched again when events may have been lost.
 */
export function followEvents(store: LiveStore, client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshLists = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void refresh(client, { queryKey: keys.lists, predicate: (query) => !isLongList(query) });
      void refresh(client, { queryKey: keys.stats });
    }, gatherMs);
  };
  const unwatch = store.watch((event) => {
    if (event === "resync") {
      void client.invalidateQueries();
      return;
    }
    if (event.kind === "done" || event.kind === "status") {
      void refresh(client, { queryKey: keys.review(event.id) });
      refreshLists();
    }
  });
  let leftAt: number | null = null;
  const look = () => {
    if (document.visibilityState === "hidden") leftAt = Date.now();
    else {
      if (leftAt !== null && Date.now() - leftAt > staleAfterMs) void client.invalidateQueries();
      leftAt = null;
    }
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    unwatch();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/**
 * Fetches anew what is on the screen. What is being fetched for the first time was asked for before the event, and its
 * answer may be older than it; left alone, it would count as fresh.
 */
async function refresh(client: QueryClient, filters: QueryFilters): Promise<void> {
  await client.cancelQueries({
    ...filters,
    predicate: (query) => query.state.data === undefined && (filters.predicate?.(query) ?? true),
  });
  await client.invalidateQueries(filters);
}

/** A history of which several pages were read: it says that there is more instead of moving. */
function isLongList(query: Query): boolean {
  const data = query.state.data as InfiniteData<unknown> | undefined;
  return query.queryKey[1] === keys.history[1] && (data?.pages?.length ?? 0) > 1;
}
