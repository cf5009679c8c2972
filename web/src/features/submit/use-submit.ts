import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiError } from "@/lib/api/client";
import { keys, submitReview } from "@/lib/api/queries";
import type { Submission } from "@/lib/api/types";
import { live } from "@/lib/events/store";
import { formatDuration } from "@/lib/format";
import { randomId } from "@/lib/random-id";

/** Hands a submission in; its card shows at once, before the first event. */
export function useSubmit(onSubmitted: (id: string) => void) {
  const client = useQueryClient();
  // Whose answer was lost on the way keeps its name at the next try, and so is not handed in twice.
  const lost = useRef<{ body: string; name: string } | null>(null);
  return useMutation({
    mutationFn: (submission: Submission) => {
      const body = JSON.stringify(submission);
      const name = lost.current?.body === body ? lost.current.name : randomId();
      lost.current = { body, name };
      return submitReview(submission, name);
    },
    onSuccess: ({ id, status }) => {
      lost.current = null;
      live.learn(id, status);
      void client.invalidateQueries({ queryKey: keys.lists });
      onSubmitted(id);
    },
    onError: (error) => {
      if (error instanceof ApiError && !error.offline) lost.current = null;
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
  return error.requestId && error.status >= 500 ? `${error.message} (request ${error.requestId})` : error.message;
}
