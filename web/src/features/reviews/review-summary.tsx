import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Prose } from "@/components/ui/prose";
import type { Review } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/format";
import { visible } from "@/lib/visible";
import { isCount } from "./counting-sentence";

/** About what six lines of the rail hold. Of many files there are as many summaries, and the findings stand below. */
const longSummary = 320;

/**
 * What the model said of the code. It wrote it before its findings were checked, merged with those of others and
 * filtered, so it stands there as its own words, and beside it what became of the findings.
 */
export function ReviewSummary({ review }: { review: Review }) {
  const [all, setAll] = useState(false);
  const { summary, model } = review;
  // The page counts for itself, in words.
  if (!summary || isCount(summary)) return null;
  const long = summary.length > longSummary;
  return (
    <section aria-label="Summary" className={cn("px-1", model && "ml-1 border-l-2 border-line-mid pl-3")}>
      {model && <p className="mb-1 text-xs font-medium text-ink-muted [overflow-wrap:anywhere]">In the words of {visible(model)}</p>}
      <p
        dir="auto"
        className={cn(
          "text-sm text-pretty whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]",
          long && !all && "line-clamp-6 print:line-clamp-none",
        )}
      >
        <Prose text={summary} />
      </p>
      {long && (
        <Button variant="ghost" size="xs" aria-expanded={all} className="mt-1 -ml-2 print:hidden" onClick={() => setAll(!all)}>
          {all ? "Show less" : "Show the whole summary"}
        </Button>
      )}
      {model && review.counts && <p className="mt-1.5 text-xs text-ink-muted">{whatBecame(review.counts)}</p>}
    </section>
  );
}

/** A model counts what it wrote; this says what is left of that and of all the others found. */
function whatBecame({ shown, filtered, failed }: NonNullable<Review["counts"]>): string {
  const kept = shown === 0 ? "no finding is shown" : `${plural(shown, "finding")} ${shown === 1 ? "is" : "are"} shown`;
  const more = [filtered > 0 && `${filtered} filtered`, failed > 0 && `${failed} not readable`].filter(Boolean);
  return `Written before findings were checked, merged and filtered: ${[kept, ...more].join(", ")}.`;
}
