import { CircleCheck, CircleSlash, Scissors } from "lucide-react";
import type { Coverage, CoverageRange } from "@/lib/api/types";
import { lineRange } from "@/lib/format";
import { RailSection } from "./rail-section";

const looks = {
  reviewed: { icon: CircleCheck, ink: "text-good", word: "Reviewed" },
  clipped: { icon: Scissors, ink: "text-med", word: "Clipped" },
  skipped: { icon: CircleSlash, ink: "text-ink-muted", word: "Skipped" },
};

/** Which lines each reviewer saw, and why it left some out. */
export function CoveragePanel({ coverage }: { coverage: Coverage }) {
  const partial = coverage.ranges.some((range) => range.state !== "reviewed");
  return (
    <RailSection title="Coverage" aside={partial ? "in part" : "all lines"} open={partial || coverage.notes.length > 0}>
      <ul className="space-y-1.5 text-sm">
        {coverage.ranges.map((range, index) => (
          <Range key={index} range={range} />
        ))}
      </ul>
      {coverage.notes.length > 0 && (
        <ul className="mt-3 list-disc space-y-1 pl-4 text-xs text-ink-soft">
          {coverage.notes.map((note, index) => (
            <li key={index}>{note}</li>
          ))}
        </ul>
      )}
    </RailSection>
  );
}

function Range({ range }: { range: CoverageRange }) {
  const { icon: Icon, ink, word } = looks[range.state];
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <span className="min-w-0">
        {word} {lineRange(range.start_line, range.end_line)}
        <span className="text-ink-muted"> · {range.reviewer}</span>
        {range.reason && <span className="block text-xs text-ink-muted">{range.reason}</span>}
      </span>
    </li>
  );
}
