import type { Metrics } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { visible } from "@/lib/visible";
import { RailSection } from "./rail-section";
import { useReviewActions } from "./review-context";

const showFunctions = 8;

/** Measures of the code itself; the functions that are hardest to follow first. */
export function MetricsPanel({ metrics }: { metrics: Metrics }) {
  const { goTo } = useReviewActions();
  const functions = [...(metrics.functions ?? [])].sort((a, b) => b.cognitive - a.cognitive || b.cyclomatic - a.cyclomatic);
  const facts: [name: string, value: string][] = [];
  if (metrics.lines != null) facts.push(["Lines", formatNumber(metrics.lines)]);
  if (metrics.sloc != null) facts.push(["Code lines", formatNumber(metrics.sloc)]);
  if (metrics.maintainability != null) facts.push(["Maintainability", `${Math.round(metrics.maintainability)} of 100`]);
  if (metrics.duplication != null) facts.push(["Duplication", `${Math.round(metrics.duplication * 100)} %`]);
  return (
    <RailSection title="Metrics" aside={metrics.sloc != null ? `${formatNumber(metrics.sloc)} code lines` : undefined}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-muted">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {functions.length > 0 && (
        <table className="mt-4 w-full table-fixed text-xs tabular-nums">
          <caption className="sr-only">Functions by how hard they are to follow</caption>
          <thead className="text-ink-muted">
            <tr>
              <th scope="col" className="pb-1 text-left font-medium">
                Function
              </th>
              <th scope="col" className="w-16 pb-1 text-right font-medium">
                Cognitive
              </th>
              <th scope="col" className="w-12 pb-1 text-right font-medium">
                Paths
              </th>
              <th scope="col" className="w-11 pb-1 text-right font-medium">
                Lines
              </th>
            </tr>
          </thead>
          <tbody>
            {functions.slice(0, showFunctions).map((entry) => (
              <tr key={`${entry.path}-${entry.name}-${entry.start_line}`}>
                <td className="truncate py-0.5">
                  <button
                    type="button"
                    className="min-h-6 max-w-full truncate font-mono text-ink hover:text-accent hover:underline"
                    onClick={() => goTo({ path: entry.path, line: entry.start_line })}
                  >
                    {visible(entry.name) || "(anonymous)"}
                  </button>
                </td>
                <td className="text-right">{entry.cognitive}</td>
                <td className="text-right">{entry.cyclomatic}</td>
                <td className="text-right">{entry.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </RailSection>
  );
}
