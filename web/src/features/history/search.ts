import type { HistoryFilters } from "@/lib/api/queries";
import type { Category, Severity, Status } from "@/lib/api/types";
import { rubric, severities } from "@/lib/rubric";
import { dayParam, languageParam, oneOf, textParam } from "@/lib/search-params";

export const sorts = ["newest", "oldest", "highest_score", "lowest_score"] as const;
export type Sort = (typeof sorts)[number];
export const statuses: Status[] = ["pending", "in_progress", "completed", "failed", "cancelled"];

/** The history's filters as they stand in the address. Anything unreadable there is left out, never an error. */
export interface HistorySearch {
  q?: string;
  language?: string;
  status?: Status;
  severity?: Severity;
  category?: Category;
  min?: number;
  max?: number;
  from?: string;
  to?: string;
  /** Absent: newest first. */
  sort?: Sort;
  /** Whoever comes here to search finds the cursor in the field. */
  focus?: true;
}

function whole(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;
}

const longestQuery = 256;

export function readHistorySearch(raw: Record<string, unknown>): HistorySearch {
  return {
    q: textParam(raw.q, longestQuery),
    language: languageParam(raw.language),
    status: oneOf(raw.status, statuses),
    severity: oneOf(raw.severity, severities),
    category: oneOf(
      raw.category,
      rubric.map(({ id }) => id),
    ),
    min: whole(raw.min, 1, 10),
    max: whole(raw.max, 1, 10),
    from: dayParam(raw.from),
    to: dayParam(raw.to),
    sort: oneOf(raw.sort, sorts.slice(1)),
    focus: raw.focus === true ? true : undefined,
  };
}

/** Both days belong to the range, as days of whoever looks. */
export function toFilters(search: HistorySearch): HistoryFilters {
  return {
    q: search.q,
    language: search.language,
    status: search.status,
    severity: search.severity,
    category: search.category,
    min_score: search.min,
    max_score: search.max,
    start_date: search.from && new Date(`${search.from}T00:00:00`).toISOString(),
    end_date: search.to && new Date(`${search.to}T23:59:59.999`).toISOString(),
    sort: search.sort,
  };
}

export const isFiltered = (search: HistorySearch): boolean =>
  Object.entries(search).some(([name, value]) => name !== "sort" && name !== "focus" && value !== undefined);

/** How many of the folded filters are set. */
export const foldedFilters = ({ severity, category, min, max, from, to }: HistorySearch): number =>
  [severity, category, min, max, from, to].filter((value) => value !== undefined).length;
