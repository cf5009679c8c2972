import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ApiError, request } from "./client";
import type { Readiness, Review, ReviewCode, ReviewPage, Stats, Submission, Submitted } from "./types";

export interface HistoryFilters {
  language?: string;
  status?: string;
  min_score?: number;
  max_score?: number;
  start_date?: string;
  end_date?: string;
}

export interface StatsFilters {
  language?: string;
  start?: string;
  end?: string;
}

const reviewPath = (id: string) => `/api/reviews/${encodeURIComponent(id)}`;

/** Every key starts with what a live event would have to refresh: one review, any list, or the figures. */
export const keys = {
  review: (id: string) => ["review", id] as const,
  code: (id: string) => ["code", id] as const,
  lists: ["reviews"] as const,
  stats: ["stats"] as const,
  ready: ["ready"] as const,
};

export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: keys.review(id),
    queryFn: ({ signal }) => request<Review>(reviewPath(id), { signal }),
  });
}

/** The code of a submission never changes, so it is asked for once. */
export function codeQuery(id: string) {
  return queryOptions({
    queryKey: keys.code(id),
    queryFn: ({ signal }) => request<ReviewCode>(`${reviewPath(id)}/code`, { signal }),
    staleTime: Infinity,
  });
}

export function historyQuery(filters: HistoryFilters, page: number, pageSize: number) {
  return queryOptions({
    queryKey: [...keys.lists, "history", filters, page, pageSize] as const,
    queryFn: ({ signal }) =>
      request<ReviewPage>("/api/reviews", { signal, query: { ...filters, page, page_size: pageSize } }),
    placeholderData: keepPreviousData,
  });
}

/** What is queued or running now, newest first. `pollMs` keeps it fresh while the live stream is down. */
export function activeQuery(pollMs: number | false) {
  return queryOptions({
    queryKey: [...keys.lists, "active"] as const,
    queryFn: async ({ signal }) => {
      const page = (status: string) =>
        request<ReviewPage>("/api/reviews", { signal, query: { status, page: 1, page_size: 50 } });
      const [running, waiting] = await Promise.all([page("in_progress"), page("pending")]);
      const byId = new Map([...waiting.items, ...running.items].map((review) => [review.id, review]));
      return [...byId.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
    },
    refetchInterval: pollMs,
  });
}

export function recentQuery(count: number) {
  return queryOptions({
    queryKey: [...keys.lists, "recent", count] as const,
    queryFn: ({ signal }) => request<ReviewPage>("/api/reviews", { signal, query: { page: 1, page_size: count } }),
  });
}

export function statsQuery(filters: StatsFilters) {
  return queryOptions({
    queryKey: [...keys.stats, filters] as const,
    queryFn: ({ signal }) => request<Stats>("/api/stats", { signal, query: { ...filters } }),
    placeholderData: keepPreviousData,
  });
}

/** A server that is up but not ready answers 503 with the same body as a ready one; both are worth showing. */
export function readinessQuery() {
  return queryOptions({
    queryKey: keys.ready,
    queryFn: async ({ signal }) => {
      const response = await fetch("/readyz", { signal, headers: { Accept: "application/json" } }).catch(() => null);
      if (!response) throw new ApiError(0, "The server cannot be reached.");
      const body: unknown = await response.json().catch(() => null);
      if (!body || typeof body !== "object" || !("reviewers" in body)) {
        throw new ApiError(response.status, "The server did not say what is in force.");
      }
      return body as Readiness;
    },
    staleTime: 30_000,
  });
}

export const submitReview = (submission: Submission) =>
  request<Submitted>("/api/reviews", { method: "POST", body: submission });

export const cancelReview = (id: string) => request<unknown>(`${reviewPath(id)}/cancel`, { method: "POST" });

/** Reviews the same code once more, past the cache, as a new submission. */
export const rerunReview = (id: string) => request<Submitted>(`${reviewPath(id)}/rerun`, { method: "POST" });

export const deleteReview = (id: string) => request<unknown>(reviewPath(id), { method: "DELETE" });
