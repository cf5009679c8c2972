import type { HistoryFilters } from "@/lib/api/queries";

/** The history's filters as they stand in the address. Anything unreadable there is left out, never an error. */
export interface HistorySearch {
  language?: string;
  status?: string;
  min?: number;
  max?: number;
  from?: string;
  to?: string;
  page?: number;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, 64) : undefined;

function whole(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

export function readHistorySearch(raw: Record<string, unknown>): HistorySearch {
  return {
    language: text(raw.language),
    status: text(raw.status),
    min: whole(raw.min, 1, 10),
    max: whole(raw.max, 1, 10),
    from: day(raw.from),
    to: day(raw.to),
    page: whole(raw.page, 2, 1_000_000),
  };
}

/** Both days belong to the range; a day alone means UTC at the server, and its end is inclusive. */
export function toFilters(search: HistorySearch): HistoryFilters {
  return {
    language: search.language,
    status: search.status,
    min_score: search.min,
    max_score: search.max,
    start_date: search.from,
    end_date: search.to && `${search.to}T23:59:59.999Z`,
  };
}

export const isFiltered = (search: HistorySearch): boolean =>
  Object.entries(search).some(([name, value]) => name !== "page" && value !== undefined);
