import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/api/queries";
import type { LiveStore } from "@/lib/events/store";

const gatherMs = 250;

/**
 * Keeps fetched data true: an event refreshes what it touches. Lists and figures are refreshed at most four times a
 * second, however many reviews finish, and everything is fetched again when events may have been lost.
 */
export function followEvents(store: LiveStore, client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshLists = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.stats });
    }, gatherMs);
  };
  const unwatch = store.watch((event) => {
    if (event === "resync") {
      void client.invalidateQueries();
      return;
    }
    if (event.kind === "done" || event.kind === "status") {
      void client.invalidateQueries({ queryKey: keys.review(event.id) });
      refreshLists();
    }
  });
  return () => {
    unwatch();
    clearTimeout(timer);
  };
}
