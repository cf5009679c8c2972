import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { activeQuery } from "@/lib/api/queries";
import { live, useConnection, useLiveReviews } from "@/lib/events/store";
import type { LiveReview } from "@/lib/events/reducer";
import { isTerminal } from "@/lib/progress";

const pollMs = 3000;
const showFinished = 6;
/** Of so many running ones the card begins with what was found before; the others begin with what comes next. */
const catchUpWith = 12;

/**
 * What is running, and what finished since this page was opened, newest first. It is fetched once and then follows
 * the stream; while the stream is down it is fetched every three seconds instead.
 */
export function useActive() {
  const connection = useConnection();
  const query = useQuery(activeQuery(connection === "open" ? false : pollMs));
  const known = useLiveReviews();

  useEffect(() => {
    const active = query.data ?? [];
    for (const review of active.toReversed()) live.learn(review.id, review.status);
    for (const { id } of active.slice(0, catchUpWith)) void live.catchUp(id);
  }, [query.data]);

  const newestFirst = [...known.values()].toReversed();
  let finished = 0;
  const shown: LiveReview[] = newestFirst.filter(
    (review) => !isTerminal(review.status) || ++finished <= showFinished,
  );
  const running = newestFirst.filter((review) => !isTerminal(review.status)).length;
  return { query, shown, running };
}
