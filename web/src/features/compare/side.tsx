import { Link } from "@tanstack/react-router";
import { TrendingDown, TrendingUp } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { PathText } from "@/components/ui/path-text";
import { ScoreDial } from "@/components/ui/score";
import type { ComparedReview } from "@/lib/api/types";
import { formatDateTime } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { reviewName } from "@/lib/review-name";

/** One of the two reviews. `change` is the step of the score to it. */
export function Side({ title, review, change }: { title: string; review: ComparedReview; change?: number | null }) {
  return (
    <div className="flex min-w-0 items-center gap-4 p-4">
      {typeof review.score === "number" ? (
        <ScoreDial score={review.score} size={68} />
      ) : (
        <span className="grid size-17 shrink-0 place-items-center rounded-full border border-line text-xs text-ink-muted">no score</span>
      )}
      <div className="min-w-0">
        <p className="text-xs font-medium text-ink-muted">{title}</p>
        <Link to="/reviews/$id" params={{ id: review.id }} className="block text-lg font-semibold hover:underline">
          <PathText path={reviewName(review)} />
        </Link>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-muted">
          {languageName(review.language)}
          <time dateTime={review.created_at}>{formatDateTime(review.created_at)}</time>
          {change != null && change !== 0 && (
            <Badge tone={change > 0 ? "good" : "high"}>
              {change > 0 ? <TrendingUp aria-hidden /> : <TrendingDown aria-hidden />}
              {change > 0 ? `${change} better` : `${-change} worse`}
            </Badge>
          )}
        </p>
      </div>
    </div>
  );
}
