import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight, X } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PathText } from "@/components/ui/path-text";
import { Progress } from "@/components/ui/progress";
import { ScoreChip } from "@/components/ui/score";
import { SeverityCounts } from "@/components/ui/severity";
import { StatusBadge } from "@/components/ui/status-badge";
import { ApiError } from "@/lib/api/client";
import { cancelReview, keys, summaryQuery } from "@/lib/api/queries";
import type { ReviewSummary } from "@/lib/api/types";
import { live } from "@/lib/events/store";
import type { LiveReview } from "@/lib/events/reducer";
import { formatDuration, formatElapsed, plural } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { isTerminal, stageWord } from "@/lib/progress";
import { reviewName } from "@/lib/review-name";
import { countBySeverity } from "@/lib/rubric";
import { toast } from "@/lib/toast";
import { useNow } from "@/lib/use-now";

/** One submission as it runs: stage in words, bar, findings so far, elapsed time, and a way to stop it. */
export function SubmissionCard({ submission }: { submission: LiveReview }) {
  const { id } = submission;
  const { data: review, error } = useQuery({ ...summaryQuery(id), staleTime: 5000 });
  const cancel = useCancel(id);
  const status = review && isTerminal(review.status) ? review.status : submission.status;
  const over = isTerminal(status);
  if (error instanceof ApiError && error.status === 404) return null;

  const counts = (over && review?.severities) || countBySeverity(submission.issues);
  const found = counts.high + counts.med + counts.low;
  const word = stageWord(status, submission.stage);
  const title = review ? reviewName(review) : "Submission";
  const percent = status === "completed" ? 100 : submission.percent;

  return (
    <Card
      data-submission={id}
      className="group relative flex flex-col gap-3 p-4 transition-colors hover:border-line-strong motion-safe:animate-arrive"
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Link
            to="/reviews/$id"
            params={{ id }}
            className="block font-medium text-ink after:absolute after:inset-0 after:rounded-lg"
          >
            <PathText path={title} />
          </Link>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
            {review && review.file_count <= 1 && <span>{languageName(review.language)}</span>}
            {review && <Elapsed review={review} over={isTerminal(review.status)} />}
            {review?.cached && <Badge tone="accent">from cache</Badge>}
          </p>
        </div>
        {status === "completed" && typeof review?.score === "number" ? (
          <ScoreChip score={review.score} />
        ) : (
          !over && (
            <Button
              variant="ghost"
              size="sm"
              className="relative z-10 -mt-1 -mr-2"
              disabled={cancel.isPending}
              onClick={() => cancel.mutate()}
              aria-label={`Cancel ${title}`}
            >
              <X aria-hidden />
              Cancel
            </Button>
          )
        )}
      </div>

      <Progress
        value={percent}
        label={`Progress of ${title}`}
        text={word}
        tone={status === "completed" ? "good" : status === "failed" ? "high" : over ? "plain" : "accent"}
      />

      <div className="flex min-h-5 items-center justify-between gap-3">
        <StatusBadge status={status} word={word} />
        <span className="flex items-center gap-2 text-xs text-ink-muted">
          {found > 0 ? (
            <>
              <SeverityCounts counts={counts} />
              <span className="sr-only">{plural(found, "finding")}</span>
            </>
          ) : status === "completed" ? (
            "No findings"
          ) : over ? null : (
            "No findings yet"
          )}
          {over && <ArrowRight aria-hidden className="size-3.5 transition-transform group-hover:translate-x-0.5" />}
        </span>
      </div>
      {status === "failed" && review?.error && (
        <p className="line-clamp-2 text-xs text-high">{review.error}</p>
      )}
    </Card>
  );
}

function Elapsed({ review, over }: { review: ReviewSummary; over: boolean }) {
  const now = useNow();
  const start = Date.parse(review.created_at);
  return (
    <span className="tabular-nums">
      {over ? formatDuration(Math.max(0, Date.parse(review.updated_at) - start)) : formatElapsed(now - start)}
    </span>
  );
}

function useCancel(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => cancelReview(id),
    onSuccess: () => live.learn(id, "cancelled"),
    onError: (error) => toast(error.message, "high"),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.review(id) });
      void client.invalidateQueries({ queryKey: keys.lists });
    },
  });
}
