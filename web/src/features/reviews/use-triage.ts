import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
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
  // How often each finding was marked: the answer to an earlier mark must not undo what was said of it since.
  const marks = useRef(new Map<string, number>());
  const show = (issueId: string, change: Partial<Issue>) =>
    client.setQueryData<Review>(key, (review) => review && withIssue(review, issueId, change));

  const mutation = useMutation({
    mutationFn: ({ issue, status, reason }: Change) => setIssueState(reviewId, issue.id, status, reason),
    // In the order they were made: the server keeps the last it is told.
    scope: { id: `triage-${reviewId}` },
    onMutate: async ({ issue, status, reason }) => {
      const mark = (marks.current.get(issue.id) ?? 0) + 1;
      marks.current.set(issue.id, mark);
      await client.cancelQueries({ queryKey: key });
      show(issue.id, { state: { status, reason, by: null, at: new Date().toISOString() } });
      return mark;
    },
    onSuccess: (stored, { issue, status }, mark) => {
      if (marks.current.get(issue.id) !== mark) return;
      show(issue.id, { state: stored.state });
      const before = { status: statusOf(issue), reason: issue.state?.reason ?? null };
      toast(said[status], "good", {
        name: "Undo",
        run: () => mutation.mutate({ issue: { ...issue, state: stored.state }, ...before }),
      });
    },
    onError: (error, { issue }, mark) => {
      if (marks.current.get(issue.id) === mark) show(issue.id, { state: issue.state });
      void client.invalidateQueries({ queryKey: key });
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
