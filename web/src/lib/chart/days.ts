import type { DayCount } from "@/lib/api/types";

/** One or more days drawn as one. Days are ISO dates, both ends included. */
export interface Bucket {
  from: string;
  to: string;
  total: number;
  cached: number;
  /** Mean over the reviews, not over the days; null without any. */
  score: number | null;
  low: number;
  med: number;
  high: number;
}

const dayMs = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/**
 * The days from `from` to `to` (or from the first to the last that is there), empty ones included, gathered into at
 * most `most` buckets of equal length. The last bucket ends with the last day.
 */
export function bucketDays(days: DayCount[], { from, to, most }: { from?: string; to?: string; most: number }): Bucket[] {
  const first = from ?? days[0]?.day;
  const last = to ?? days.at(-1)?.day;
  if (first === undefined || last === undefined || first > last) return [];
  const count = Math.round((timeOf(last) - timeOf(first)) / dayMs) + 1;
  const width = Math.ceil(count / most);
  const byDay = new Map(days.map((day) => [day.day, day]));
  const buckets: Bucket[] = [];
  for (let end = timeOf(last); end >= timeOf(first); end -= width * dayMs) {
    const start = Math.max(timeOf(first), end - (width - 1) * dayMs);
    const bucket: Bucket = { from: iso(start), to: iso(end), total: 0, cached: 0, score: null, low: 0, med: 0, high: 0 };
    let scored = 0;
    let sum = 0;
    for (let at = start; at <= end; at += dayMs) {
      const day = byDay.get(iso(at));
      if (!day) continue;
      bucket.total += day.total;
      bucket.cached += day.cached;
      bucket.low += day.low;
      bucket.med += day.med;
      bucket.high += day.high;
      if (day.avg_score !== null) {
        scored += day.total;
        sum += day.avg_score * day.total;
      }
    }
    if (scored > 0) bucket.score = sum / scored;
    buckets.unshift(bucket);
  }
  return buckets;
}
