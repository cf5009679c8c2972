import { ChevronRight } from "lucide-react";
import { memo, useMemo } from "react";
import { Card } from "@/components/ui/card";
import { Prose } from "@/components/ui/prose";
import { ScoreBar, ScoreDial } from "@/components/ui/score";
import type { Issue, Review, ScoreReason } from "@/lib/api/types";
import { plural } from "@/lib/format";
import { categoryName, countBySeverity, gradeOf, rubric, severities, severityName } from "@/lib/rubric";
import { useGrowing } from "@/lib/use-growing";

const firstReasons = 12;
const verdicts = { good: "Good shape", med: "Needs some work", high: "Needs attention" };

/** The overall score, the six it is made of, what lowered them, and how many findings stand behind it. */
export const ScorePanel = memo(function ScorePanel({
  review,
  issues,
  onSelect,
}: {
  review: Review;
  issues: Issue[];
  onSelect: (id: string) => void;
}) {
  const byId = useMemo(() => new Map(issues.map((issue) => [issue.id, issue])), [issues]);
  const drawn = useGrowing(review.score_explanation?.length ?? 0, firstReasons);
  if (typeof review.score !== "number") return null;
  const reasons = [...(review.score_explanation ?? [])].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return (
    <Card>
      <div className="flex items-center gap-4 p-4">
        <ScoreDial score={review.score} />
        <div className="min-w-0">
          <p className="text-lg font-semibold">{verdicts[gradeOf(review.score)]}</p>
          <p className="text-sm text-ink-muted">{inWords(issues)}</p>
        </div>
      </div>
      {review.scores && (
        <dl className="grid gap-x-5 gap-y-3 border-t border-line p-4 min-[24rem]:grid-cols-2 lg:grid-cols-1">
          {rubric.map(({ id, name, weight }) => (
            <ScoreBar key={id} name={name} note={`${weight} %`} score={review.scores?.[id]} />
          ))}
        </dl>
      )}
      {reasons.length > 0 && (
        <details className="group border-t border-line">
          <summary className="flex min-h-11 items-center gap-2 rounded-lg px-4 text-sm font-semibold -outline-offset-2">
            <ChevronRight aria-hidden className="-ml-1 size-4 text-ink-muted transition-transform group-open:rotate-90" />
            What lowered it
            <span className="ml-auto text-xs font-normal text-ink-muted tabular-nums">{plural(reasons.length, "reason")}</span>
          </summary>
          <p className="px-4 pb-2 text-xs text-ink-muted">
            Each category starts at 10 and loses these points; the score is their weighted mean.
          </p>
          <ul className="space-y-1 px-4 pb-4">
            {reasons.slice(0, drawn).map((reason, index) => (
              <Reason key={index} reason={reason} issue={reason.issue_id === null ? undefined : byId.get(reason.issue_id)} onSelect={onSelect} />
            ))}
          </ul>
        </details>
      )}
      <Counts review={review} />
    </Card>
  );
});

/** Found, filtered, failed: nothing disappears without being counted. */
function Counts({ review }: { review: Review }) {
  const { counts } = review;
  if (!counts) return null;
  const figures = [
    { name: "found", value: counts.found, title: "After merging what several reviewers found alike." },
    { name: "filtered", value: counts.filtered, title: "Found, but not shown; listed below the code.", to: "filtered" },
    { name: "failed", value: counts.failed, title: "Findings of a model that could not be read.", to: "repairs" },
  ];
  return (
    <dl className="grid grid-cols-3 divide-x divide-line border-t border-line text-center">
      {figures.map(({ name, value, title, to }) => (
        <div key={name} title={title} className="flex flex-col-reverse px-2 py-2.5">
          <dt className="text-xs text-ink-muted">{name}</dt>
          <dd className="text-base font-semibold tabular-nums">
            {to && value > 0 ? (
              <a href={`#${to}`} className="inline-block min-w-6 text-accent underline decoration-line-strong underline-offset-3 hover:decoration-current">
                {value}
              </a>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Reason({
  reason,
  issue,
  onSelect,
}: {
  reason: ScoreReason;
  issue: Issue | undefined;
  onSelect: (id: string) => void;
}) {
  return (
    <li className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-2 text-sm">
      <span className="pt-0.5 text-right font-medium text-high tabular-nums">−{Number(Math.abs(reason.points).toFixed(2))}</span>
      <span className="[overflow-wrap:anywhere]">
        {issue ? (
          <button
            type="button"
            className="pt-0.5 text-left text-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
            onClick={() => onSelect(issue.id)}
          >
            <Prose text={reason.reason} />
          </button>
        ) : (
          <Prose text={reason.reason} />
        )}{" "}
        <span className="text-xs text-ink-muted">{categoryName(reason.category)}</span>
      </span>
    </li>
  );
}

function inWords(issues: Issue[]): string {
  if (issues.length === 0) return "No findings";
  const counts = countBySeverity(issues);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severityName[severity].toLowerCase()}`);
  return `${plural(issues.length, "finding")}: ${parts.join(", ")}`;
}
