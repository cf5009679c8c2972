import { CircleCheck, CircleSlash, CircleX, ShieldCheck } from "lucide-react";
import type { Egress, Review, ReviewerRun } from "@/lib/api/types";
import { formatBytes, formatDateTime, formatDuration, formatMoney, formatNumber, plural } from "@/lib/format";
import { RailSection } from "./rail-section";

const looks = {
  ok: { icon: CircleCheck, ink: "text-good", word: "finished" },
  failed: { icon: CircleX, ink: "text-high", word: "failed" },
  skipped: { icon: CircleSlash, ink: "text-ink-muted", word: "was skipped" },
};
const reviewerNames: Record<string, string> = { static: "Static analysis", llm: "Language model" };

/** Who reviewed, how long it took, what it cost, and what left the machine for it. */
export function FactsPanel({ review }: { review: Review }) {
  const { usage, timings } = review;
  const reviewers = review.reviewers ?? [];
  const egress = review.egress ?? [];
  return (
    <RailSection title="How it was reviewed" aside={timings?.run_ms != null ? formatDuration(timings.run_ms) : undefined}>
      <ul className="space-y-1.5 text-sm">
        {reviewers.map((reviewer) => (
          <Reviewer key={reviewer.name} reviewer={reviewer} />
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm [&>dd]:text-right [&>dd]:tabular-nums [&>dt]:text-ink-muted">
        <dt>Submitted</dt>
        <dd>{formatDateTime(review.created_at)}</dd>
        {timings?.queued_ms != null && (
          <>
            <dt>Waited</dt>
            <dd>{formatDuration(timings.queued_ms)}</dd>
          </>
        )}
        {timings?.run_ms != null && (
          <>
            <dt>Took</dt>
            <dd>{formatDuration(timings.run_ms)}</dd>
          </>
        )}
        {review.model && (
          <>
            <dt>Model</dt>
            <dd className="truncate">{review.model}</dd>
          </>
        )}
        {usage && usage.input_tokens + usage.output_tokens > 0 && (
          <>
            <dt>Tokens</dt>
            <dd>
              {formatNumber(usage.input_tokens)} in, {formatNumber(usage.output_tokens)} out
            </dd>
            <dt>Cost</dt>
            <dd>{usage.cost_usd != null ? formatMoney(usage.cost_usd) : "price not known"}</dd>
          </>
        )}
        {review.cached && (
          <>
            <dt>Cache</dt>
            <dd>reused an equal review</dd>
          </>
        )}
        {review.attempts != null && review.attempts > 1 && (
          <>
            <dt>Attempts</dt>
            <dd>{review.attempts}</dd>
          </>
        )}
      </dl>
      <div className="mt-3 border-t border-line pt-3 text-sm">
        {egress.length === 0 ? (
          <p className="flex gap-2 text-ink-soft">
            <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
            Nothing left this machine.
          </p>
        ) : (
          <ul className="space-y-2">
            {egress.map((receipt, index) => (
              <Receipt key={index} receipt={receipt} />
            ))}
          </ul>
        )}
      </div>
    </RailSection>
  );
}

function Reviewer({ reviewer }: { reviewer: ReviewerRun }) {
  const { icon: Icon, ink, word } = looks[reviewer.status];
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {reviewerNames[reviewer.name] ?? reviewer.name} <span className="text-ink-muted">{word}</span>
        {reviewer.run_ms ? <span className="text-ink-muted"> in {formatDuration(reviewer.run_ms)}</span> : null}
        {reviewer.error && <span className="block text-xs text-high">{reviewer.error}</span>}
        {reviewer.version && <span className="block font-mono text-2xs text-ink-muted">{reviewer.version}</span>}
      </span>
    </li>
  );
}

function Receipt({ receipt }: { receipt: Egress }) {
  const redactions = receipt.redactions ?? [];
  return (
    <li className="[overflow-wrap:anywhere]">
      {formatBytes(receipt.bytes)} to <span className="font-mono text-xs">{receipt.to}</span>
      <span className="block text-xs text-ink-muted">
        {redactions.length === 0
          ? "Nothing had to be redacted first."
          : `${plural(redactions.length, "secret")} redacted first: ${redactions
              .map(({ kind, line }) => `${kind} (line ${line})`)
              .join(", ")}`}
      </span>
    </li>
  );
}
