import { Prose } from "@/components/ui/prose";
import type { Review } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { visible } from "@/lib/visible";
import { CoveragePanel } from "./coverage-panel";
import { EgressPanel } from "./egress-panel";
import { FactsPanel } from "./facts-panel";
import { MetricsPanel } from "./metrics-panel";
import { RailSection } from "./rail-section";

/** What stands beside the findings: in the rail where there is one, else below the code. */
export function ReviewDetails({ review, open }: { review: Review; open: boolean }) {
  const { suggestions, coverage, coercions } = review;
  return (
    <div className="space-y-3">
      {suggestions && suggestions.length > 0 && (
        <RailSection title="Advice" open={open}>
          <ul className="list-disc space-y-1.5 pl-4 text-sm text-ink-soft">
            {suggestions.map((advice, index) => (
              <li key={index}>
                <Prose text={advice} />
              </li>
            ))}
          </ul>
        </RailSection>
      )}
      {coverage && coverage.ranges.length + coverage.notes.length > 0 && <CoveragePanel coverage={coverage} />}
      {review.reviewers && <EgressPanel egress={review.egress ?? []} />}
      {review.reviewers && <FactsPanel review={review} />}
      {review.metrics && <MetricsPanel metrics={review.metrics} />}
      {coercions && coercions.length > 0 && (
        <div id="repairs" className="scroll-mt-16">
          <RailSection title="Repairs of the model’s reply" aside={formatNumber(coercions.length)}>
            <ul className="list-disc space-y-1 pl-4 text-xs text-ink-soft [overflow-wrap:anywhere]">
              {coercions.map((repair, index) => (
                <li key={index}>{visible(repair)}</li>
              ))}
            </ul>
          </RailSection>
        </div>
      )}
    </div>
  );
}
