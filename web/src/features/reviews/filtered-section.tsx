import { EyeOff } from "lucide-react";
import { Prose } from "@/components/ui/prose";
import { SeverityIcon } from "@/components/ui/severity";
import type { FilteredIssue, FilterReason } from "@/lib/api/types";
import { formatNumber, lineRange } from "@/lib/format";
import { categoryName, isPlaced, severityName } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { RailSection } from "./rail-section";
import { useReviewActions } from "./review-context";

const reasons: Record<FilterReason, string> = {
  outside_change: "Not on a line that the diff changes",
  suppressed: "Suppressed by a comment in the code",
  below_min_severity: "Below the severity that was asked for",
  below_min_confidence: "Below the confidence that was asked for",
  not_confirmed: "Not confirmed by the model's second look",
  over_cap: "Beyond the number of findings that are shown",
};

/** What was found but is not among the findings, by why. Nothing is left out in silence. */
export function FilteredSection({ filtered }: { filtered: FilteredIssue[] }) {
  const { goTo } = useReviewActions();
  const groups = (Object.keys(reasons) as FilterReason[])
    .map((reason) => ({ reason, entries: filtered.filter((entry) => entry.reason === reason) }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <div id="filtered" className="scroll-mt-16">
      <RailSection title="Found, but filtered" icon={EyeOff} aside={formatNumber(filtered.length)}>
        <div className="space-y-4">
          {groups.map(({ reason, entries }) => (
            <section key={reason} aria-label={reasons[reason]}>
              <h3 className="text-xs font-medium text-ink-muted">{reasons[reason]}</h3>
              <ul className="mt-1">
                {entries.map(({ issue, note }) => (
                  <li key={issue.id} className="flex gap-2.5 py-1 text-sm">
                    <SeverityIcon severity={issue.severity} className="mt-0.5" />
                    <span className="min-w-0 [overflow-wrap:anywhere]">
                      <span className="sr-only">{severityName[issue.severity]}: </span>
                      <Prose text={issue.title} />
                      <span className="block text-xs text-ink-muted">
                        {categoryName(issue.category)}
                        {isPlaced(issue) && (
                          <>
                            {" · "}
                            <button
                              type="button"
                              className="min-h-6 text-accent hover:underline"
                              onClick={() => goTo({ path: issue.path, line: issue.start_line })}
                            >
                              {issue.path && `${visible(issue.path)}, `}
                              {lineRange(issue.start_line, issue.end_line)}
                            </button>
                          </>
                        )}
                        {note && ` · ${visible(note)}`}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </RailSection>
    </div>
  );
}
