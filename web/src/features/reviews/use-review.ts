import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { ApiError } from "@/lib/api/client";
import { cancelReview, codeQuery, deleteReview, keys, rerunReview, reviewQuery } from "@/lib/api/queries";
import type { Issue, Status } from "@/lib/api/types";
import { live, useConnection, useLiveReview } from "@/lib/events/store";
import { isTerminal } from "@/lib/progress";
import { byPlace } from "@/lib/rubric";
import { toast } from "@/lib/toast";

const pollMs = 3000;

/** A review as it stands: fetched, and while it runs, completed by what the stream has told since. */
export function useReview(id: string) {
  const connection = useConnection();
  const heard = useLiveReview(id);
  const review = useQuery({
    ...reviewQuery(id),
    refetchInterval: ({ state }) =>
      connection === "open" || !state.data || isTerminal(state.data.status) ? false : pollMs,
  });
  const code = useQuery({ ...codeQuery(id), enabled: !review.isError });

  const fetched = review.data;
  const settled = fetched !== undefined && isTerminal(fetched.status);
  const status: Status | undefined = settled ? fetched.status : (heard?.status ?? fetched?.status);
  const running = status !== undefined && !isTerminal(status);
  useEffect(() => {
    if (running) void live.catchUp(id);
  }, [id, running]);
  const issues = useMemo(() => {
    const byId = new Map<string, Issue>();
    // The stored review is final; what was heard on the way may have been merged or demoted since.
    if (!settled || fetched?.issues == null) for (const issue of heard?.issues ?? []) byId.set(issue.id, issue);
    for (const issue of fetched?.issues ?? []) byId.set(issue.id, issue);
    return [...byId.values()].sort(byPlace);
  }, [settled, fetched?.issues, heard?.issues]);

  return { review, code, status, issues, heard };
}

export function useReviewCommands(id: string, onRerun: (id: string) => void, onDeleted: () => void) {
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.review(id) });
    void client.invalidateQueries({ queryKey: keys.lists });
  };
  const complain = (error: Error) => toast(error.message, "high");
  const cancel = useMutation({
    mutationFn: () => cancelReview(id),
    onSuccess: () => live.learn(id, "cancelled"),
    onError: complain,
    onSettled: refresh,
  });
  const rerun = useMutation({
    mutationFn: () => rerunReview(id),
    onSuccess: (submitted) => {
      live.learn(submitted.id, submitted.status);
      void client.invalidateQueries({ queryKey: keys.lists });
      onRerun(submitted.id);
    },
    onError: complain,
  });
  const remove = useMutation({
    mutationFn: async () => {
      try {
        await deleteReview(id);
      } catch (error) {
        // Somebody else was quicker; it is gone all the same.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
    onSuccess: () => {
      live.forget(id);
      onDeleted();
      client.removeQueries({ queryKey: keys.code(id) });
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.stats });
      toast("The review was deleted.", "good");
    },
    onError: complain,
  });
  return { cancel, rerun, remove };
}
