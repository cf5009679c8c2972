import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft, RotateCw, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Review, Status } from "@/lib/api/types";
import { formatDateTime, formatWhen } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { isTerminal } from "@/lib/progress";
import { useNow } from "@/lib/use-now";
import { useReviewActions } from "./use-review";

/** Name, state and what can be done with the review as a whole. */
export function ReviewHeader({ review, status }: { review: Review; status: Status }) {
  const navigate = useNavigate();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const { cancel, rerun, remove } = useReviewActions(
    review.id,
    (id) => void navigate({ to: "/reviews/$id", params: { id } }),
    () => void navigate({ to: "/" }),
  );

  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="truncate text-xl font-semibold tracking-tight">
          {review.filename || `${languageName(review.language)} code`}
        </h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm text-ink-muted">
          <StatusBadge status={status} />
          <span>{languageName(review.language)}</span>
          <time dateTime={review.created_at} title={formatDateTime(review.created_at)}>
            {formatWhen(review.created_at, now)}
          </time>
          {review.cached && <Badge tone="accent">from cache</Badge>}
        </p>
      </div>
      <div className="flex gap-2">
        {!isTerminal(status) && (
          <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
            <X aria-hidden />
            Cancel
          </Button>
        )}
        {isTerminal(status) && (
          <Button onClick={() => rerun.mutate()} disabled={rerun.isPending}>
            <RotateCw aria-hidden />
            Review again
          </Button>
        )}
        {isTerminal(status) && (
          <Button variant="danger" onClick={() => setAsking(true)}>
            <Trash2 aria-hidden />
            Delete
          </Button>
        )}
      </div>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this review?"
        description="The code, the findings and the score are removed from the server. This cannot be undone."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button variant="danger" onClick={() => remove.mutate()} disabled={remove.isPending}>
            <Trash2 aria-hidden />
            Delete
          </Button>
        </div>
      </Dialog>
    </header>
  );
}

/** The way back to where one came from: the editor with its text, or the history with its filters. */
export function BackLink({ onBack, label }: { onBack: () => void; label: string }) {
  return (
    <button
      type="button"
      onClick={onBack}
      className="-ml-1 inline-flex min-h-7 items-center gap-1.5 rounded-md px-1 text-sm font-medium text-accent hover:underline"
    >
      <ArrowLeft aria-hidden className="size-4" />
      {label}
    </button>
  );
}
