import { getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import { Ban, CircleX, FileQuestion } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { SkipLink } from "@/components/ui/skip-link";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { ApiError } from "@/lib/api/client";
import type { Review } from "@/lib/api/types";
import { plural } from "@/lib/format";
import { usePrintPreparation } from "@/lib/print";
import { isTerminal } from "@/lib/progress";
import { visible } from "@/lib/visible";
import { filesOf } from "./files";
import { ReviewBody } from "./review-body";
import { BackLink, ReviewHeader } from "./review-header";
import { RunningPanel } from "./running-panel";
import { useReview } from "./use-review";

const route = getRouteApi("/reviews/$id");

export default function ReviewPage() {
  const { id } = route.useParams();
  const router = useRouter();
  const navigate = useNavigate();
  const { review, code, status, issues, heard } = useReview(id);
  const files = useMemo(() => code.data && filesOf(code.data), [code.data]);
  usePrintPreparation();
  const back = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/" });
  };

  return (
    <div className="space-y-4">
      {files && <SkipLink to="findings">Skip to the findings</SkipLink>}
      <BackLink onBack={back} label={router.history.canGoBack() ? "Back" : "To the editor"} />
      {review.isError && review.error instanceof ApiError && [400, 404, 422].includes(review.error.status) ? (
        <Card>
          <EmptyState
            icon={FileQuestion}
            title="There is no such review"
            action={<Button onClick={() => void navigate({ to: "/history" })}>Open the history</Button>}
          >
            It may have been deleted, or the link is incomplete.
          </EmptyState>
        </Card>
      ) : review.isError && !review.data ? (
        <Card>
          <ErrorState error={review.error} onRetry={() => void review.refetch()} />
        </Card>
      ) : !review.data || !status ? (
        <Waiting />
      ) : (
        <>
          <ReviewHeader review={review.data} status={status} files={files} />
          {status === "failed" && <Failed review={review.data} found={issues.length} />}
          {status === "cancelled" && (
            <Notice icon={Ban}>
              This submission was cancelled. {issues.length > 0 && "What had been found by then is kept below."}
            </Notice>
          )}
          <ReviewBody
            key={id}
            review={review.data}
            status={status}
            files={files}
            codeError={code.error}
            onRetryCode={() => void code.refetch()}
            issues={issues}
            running={
              isTerminal(status) ? undefined : (
                <RunningPanel status={status} heard={heard} found={issues.length} since={review.data.created_at} />
              )
            }
          />
        </>
      )}
    </div>
  );
}

function Failed({ review, found }: { review: Review; found: number }) {
  const reason = review.error || review.reviewers?.find((reviewer) => reviewer.error)?.error || "No reason was given.";
  return (
    <Notice icon={CircleX} tone="high" role="status">
      <p className="font-medium">This review failed, so it has no score.</p>
      <p className="mt-0.5 [overflow-wrap:anywhere]">{visible(reason)}</p>
      {found > 0 && <p className="mt-0.5">{plural(found, "finding")} from the reviewers that finished {found === 1 ? "is" : "are"} kept below.</p>}
    </Notice>
  );
}

function Waiting() {
  return (
    <div aria-busy="true" aria-label="Loading the review" className="space-y-4">
      <Skeleton className="h-8 w-64" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_21.5rem]">
        <Skeleton className="h-96" />
        <Skeleton className="h-80 max-lg:hidden" />
      </div>
    </div>
  );
}
