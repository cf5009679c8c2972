import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { keys, setIssueState } from "@/lib/api/queries";
import type { Issue, IssueStatus, Review } from "@/lib/api/types";
import { statusOf } from "@/lib/rubric";
import { toast } from "@/lib/toast";

interface Change {
  issue: Issue;
  status: IssueStatus;
  reason: string | null;
}

const said: Record<IssueStatus, string> = {
  open: "The finding is open again.",
  fixed: "Marked as fixed.",
  dismissed: "Dismissed.",
};

/** Marks findings as fixed or dismissed at once on the page, then on the server; what the server refuses is taken back. */
export function useTriage(reviewId: string) {
  const client = useQueryClient();
  const key = keys.review(reviewId);
  const show = (issueId: string, change: Partial<Issue>) =>
    client.setQueryData<Review>(key, (review) => review && withIssue(review, issueId, change));

  const mutation = useMutation({
    mutationFn: ({ issue, status, reason }: Change) => setIssueState(reviewId, issue.id, status, reason),
    onMutate: async ({ issue, status, reason }) => {
      await client.cancelQueries({ queryKey: key });
      show(issue.id, { state: { status, reason, by: null, at: new Date().toISOString() } });
    },
    onSuccess: (stored, { issue, status }) => {
      show(issue.id, { state: stored.state });
      const before = { status: statusOf(issue), reason: issue.state?.reason ?? null };
      toast(said[status], "good", {
        name: "Undo",
        run: () => mutation.mutate({ issue: { ...issue, state: stored.state }, ...before }),
      });
    },
    onError: (error, { issue }) => {
      show(issue.id, { state: issue.state });
      toast(`This could not be kept: ${error.message}`, "high");
    },
    // The same finding may stand in other reviews, and the lists count what is open.
    onSettled: () => void client.invalidateQueries({ queryKey: ["review"], predicate: ({ queryKey }) => queryKey[1] !== reviewId }),
  });
  const { mutate } = mutation;
  return useCallback(
    (issue: Issue, status: IssueStatus, reason: string | null) => mutate({ issue, status, reason }),
    [mutate],
  );
}

function withIssue(review: Review, issueId: string, change: Partial<Issue>): Review {
  const changed = (issue: Issue) => (issue.id === issueId ? { ...issue, ...change } : issue);
  return {
    ...review,
    issues: review.issues?.map(changed) ?? null,
    filtered: review.filtered?.map((entry) => ({ ...entry, issue: changed(entry.issue) })) ?? null,
  };
}
