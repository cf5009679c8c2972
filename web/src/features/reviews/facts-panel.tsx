import { CircleCheck, CircleSlash, CircleX } from "lucide-react";
import type { Review, ReviewerRun } from "@/lib/api/types";
import { formatDateTime, formatDuration, formatMoney, formatNumber } from "@/lib/format";
import { reviewerName } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { RailSection } from "./rail-section";

const looks = {
  ok: { icon: CircleCheck, ink: "text-good", word: "finished" },
  failed: { icon: CircleX, ink: "text-high", word: "failed" },
  skipped: { icon: CircleSlash, ink: "text-ink-muted", word: "was skipped" },
};

/** Who reviewed, how long it took, and what it used. */
export function FactsPanel({ review }: { review: Review }) {
  const { usage, timings } = review;
  const facts: [name: string, value: string][] = [["Submitted", formatDateTime(review.created_at)]];
  if (timings?.queued_ms != null) facts.push(["Waited", formatDuration(timings.queued_ms)]);
  if (timings?.run_ms != null) facts.push(["Took", formatDuration(timings.run_ms)]);
  if (review.model) facts.push(["Model", visible(review.model)]);
  if (usage && usage.calls > 0) {
    facts.push(["Calls", formatNumber(usage.calls)]);
    facts.push(["Tokens", `${formatNumber(usage.input_tokens)} in, ${formatNumber(usage.output_tokens)} out`]);
    if (usage.cached_tokens > 0) facts.push(["Cached tokens", formatNumber(usage.cached_tokens)]);
    facts.push(["Cost", usage.cost_usd != null ? formatMoney(usage.cost_usd) : "price not known"]);
  }
  if (review.cached) facts.push(["Cache", "reused an equal review"]);
  if (review.attempts > 1) facts.push(["Attempts", String(review.attempts)]);
  return (
    <RailSection title="How it was reviewed" aside={timings?.run_ms != null ? formatDuration(timings.run_ms) : undefined}>
      <ul className="space-y-1.5 text-sm">
        {review.reviewers?.map((reviewer) => (
          <Reviewer key={reviewer.name} reviewer={reviewer} />
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="text-right tabular-nums [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </RailSection>
  );
}

function Reviewer({ reviewer }: { reviewer: ReviewerRun }) {
  const { icon: Icon, ink, word } = looks[reviewer.status];
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {reviewerName(reviewer.name)} <span className="text-ink-muted">{word}</span>
        {reviewer.run_ms ? <span className="text-ink-muted"> in {formatDuration(reviewer.run_ms)}</span> : null}
        {reviewer.error && <span className="block text-xs text-high">{visible(reviewer.error)}</span>}
        {reviewer.version && <span className="block font-mono text-2xs text-ink-muted">{visible(reviewer.version)}</span>}
      </span>
    </li>
  );
}
