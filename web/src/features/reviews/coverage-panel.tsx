import { CircleCheck, CircleSlash, Scissors } from "lucide-react";
import type { Coverage, CoverageRange } from "@/lib/api/types";
import { lineRange } from "@/lib/format";
import { reviewerName } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { RailSection } from "./rail-section";

const looks = {
  reviewed: { icon: CircleCheck, ink: "text-good", word: "Reviewed" },
  clipped: { icon: Scissors, ink: "text-med", word: "Clipped" },
  skipped: { icon: CircleSlash, ink: "text-ink-muted", word: "Skipped" },
};
/** What was left out comes first: that is what one must know. */
const order = { skipped: 0, clipped: 1, reviewed: 2 };
const atFirst = 40;

/** Which lines each reviewer saw, and why it left some out. */
export function CoveragePanel({ coverage }: { coverage: Coverage }) {
  const partial = coverage.ranges.some((range) => range.state !== "reviewed");
  const ranges = [...coverage.ranges].sort((a, b) => order[a.state] - order[b.state]);
  return (
    <RailSection title="Coverage" aside={partial ? "in part" : "all lines"} open={partial}>
      <ul className="space-y-1.5 text-sm">
        {ranges.slice(0, atFirst).map((range, index) => (
          <Range key={index} range={range} />
        ))}
        {ranges.length > atFirst && <li className="text-xs text-ink-muted">and {ranges.length - atFirst} ranges more</li>}
      </ul>
      {coverage.notes.length > 0 && (
        <ul className="mt-3 list-disc space-y-1 pl-4 text-xs text-ink-soft">
          {coverage.notes.map((note, index) => (
            <li key={index}>{visible(note)}</li>
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
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {word} {lineRange(range.start_line, range.end_line)}
        {range.path && <span className="font-mono text-xs"> {visible(range.path)}</span>}
        <span className="text-ink-muted"> · {reviewerName(range.reviewer)}</span>
        {range.reason && <span className="block text-xs text-ink-muted">{visible(range.reason)}</span>}
      </span>
    </li>
  );
}
