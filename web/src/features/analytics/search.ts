import type { StatsFilters } from "@/lib/api/queries";
import { dayParam, languageParam } from "@/lib/search-params";

export interface AnalyticsSearch {
  language?: string;
  from?: string;
  to?: string;
}

export const readAnalyticsSearch = (raw: Record<string, unknown>): AnalyticsSearch => ({
  language: languageParam(raw.language),
  from: dayParam(raw.from),
  to: dayParam(raw.to),
});

/**
 * Days are those of whoever looks, so they are sent as instants. The page's last day belongs to the range, the API's
 * `end` does not: it is the midnight after.
 */
export function toStatsFilters(search: AnalyticsSearch, timeZone: string): StatsFilters {
  return {
    language: search.language,
    start: search.from && midnight(search.from, 0),
    end: search.to && midnight(search.to, 1),
    time_zone: timeZone,
  };
}

function midnight(day: string, later: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Date(year, month - 1, date + later).toISOString();
}

/** The ISO date of the day `back` days before `now`, as whoever looks counts days. */
export function dayBefore(now: number, back: number): string {
  const date = new Date(now);
  date.setDate(date.getDate() - back);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
