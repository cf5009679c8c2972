import { cn } from "@/lib/cn";
import { gradeOf } from "@/lib/rubric";

const inks = { good: "text-good-fill", med: "text-med-fill", high: "text-high-fill" };
const fills = { good: "bg-good-fill", med: "bg-med-fill", high: "bg-high-fill" };
const softs = { good: "bg-good-soft text-good", med: "bg-med-soft text-med", high: "bg-high-soft text-high" };

/** The overall score as a ring with the number inside. */
export function ScoreDial({ score, size = 84 }: { score: number; size?: number }) {
  const radius = 42;
  const round = 2 * Math.PI * radius;
  return (
    <div role="img" aria-label={`Score ${score} of 10`} className="relative shrink-0" style={{ width: size, height: size }}>
      <svg viewBox="0 0 100 100" aria-hidden className={cn("size-full -rotate-90", inks[gradeOf(score)])}>
        <circle cx="50" cy="50" r={radius} fill="none" strokeWidth="9" className="stroke-hover" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth="9"
          strokeLinecap="round"
          strokeDasharray={`${(round * score) / 10} ${round}`}
        />
      </svg>
      <span aria-hidden className="absolute inset-0 flex flex-col items-center justify-center leading-none">
        <span className={cn("font-semibold tracking-tight tabular-nums", Number.isInteger(score) ? "text-2xl" : "text-xl")}>
          {score}
        </span>
        <span className="mt-0.5 text-2xs text-ink-muted">of 10</span>
      </span>
    </div>
  );
}

/** The overall score as a small square, for lists. */
export function ScoreChip({ score }: { score: number }) {
  return (
    <span
      role="img"
      aria-label={`Score ${score} of 10`}
      className={cn("inline-grid h-6 min-w-7 place-items-center rounded-md px-1.5 text-sm font-semibold tabular-nums", softs[gradeOf(score)])}
    >
      {score}
    </span>
  );
}

/** One score of the rubric as a bar from 0 to 10. */
export function ScoreBar({ name, note, score }: { name: string; note?: string; score: number | null | undefined }) {
  const known = typeof score === "number";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3">
      <dt className="truncate text-sm text-ink-soft">
        {name}
        {note && <span className="ml-1.5 text-xs text-ink-muted max-sm:hidden">{note}</span>}
      </dt>
      <dd className="text-sm font-medium tabular-nums">{known ? Number(score.toFixed(1)) : "–"}</dd>
      <div aria-hidden className="col-span-2 mt-1 h-1 overflow-hidden rounded-full bg-hover">
        {known && (
          <div className={cn("h-full rounded-full", fills[gradeOf(score)])} style={{ width: `${score * 10}%` }} />
        )}
      </div>
    </div>
  );
}
