import type { StatsFilters } from "@/lib/api/queries";

export interface AnalyticsSearch {
  language?: string;
  from?: string;
  to?: string;
}

const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

export const readAnalyticsSearch = (raw: Record<string, unknown>): AnalyticsSearch => ({
  language: typeof raw.language === "string" && raw.language !== "" ? raw.language : undefined,
  from: day(raw.from),
  to: day(raw.to),
});

/** The page's last day belongs to the range, the API's `end` does not: it is the day after. */
export function toStatsFilters(search: AnalyticsSearch): StatsFilters {
  return { language: search.language, start: search.from, end: search.to && dayAfter(search.to) };
}

function dayAfter(iso: string): string | undefined {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time + 86_400_000).toISOString().slice(0, 10);
}
