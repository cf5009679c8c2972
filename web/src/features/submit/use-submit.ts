import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/client";
import { keys, submitReview } from "@/lib/api/queries";
import type { Submission } from "@/lib/api/types";
import { live } from "@/lib/events/store";
import { formatDuration } from "@/lib/format";

/** Hands a submission in; its card shows at once, before the first event. */
export function useSubmit(onSubmitted: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (submission: Submission) => submitReview(submission),
    onSuccess: ({ id, status }) => {
      live.learn(id, status);
      void client.invalidateQueries({ queryKey: keys.lists });
      onSubmitted(id);
    },
  });
}

/** The sentence a person gets when a submission was not accepted. */
export function refusal(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  if (error.offline) return "The server cannot be reached. Your code is still here; try again in a moment.";
  if (error.status === 429 && error.retryAfter) {
    return `${error.message} Try again in ${formatDuration(error.retryAfter * 1000)}.`;
  }
  return error.message;
}
