import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import { access, ApiError, buildUrl, request } from "./client";
import { takeEarly } from "./early";
import type {
  ApiKeys,
  Comparison,
  CreatedApiKey,
  Issue,
  IssueStatus,
  NewApiKey,
  Readiness,
  Review,
  ReviewCode,
  ReviewSummary,
  ReviewSummaryPage,
  Rules,
  Session,
  Settings,
  Stats,
  Submission,
  Submitted,
} from "./types";

export interface HistoryFilters {
  q?: string;
  language?: string;
  status?: string;
  severity?: string;
  category?: string;
  min_score?: number;
  max_score?: number;
  start_date?: string;
  end_date?: string;
  sort?: string;
}

export interface StatsFilters {
  language?: string;
  start?: string;
  end?: string;
  time_zone?: string;
}

const reviewPath = (id: string) => `/api/reviews/${encodeURIComponent(id)}`;

/** Every key starts with what a live event would have to refresh: one review, any list, or the figures. */
export const keys = {
  review: (id: string) => ["review", id] as const,
  code: (id: string) => ["code", id] as const,
  lists: ["reviews"] as const,
  history: ["reviews", "history"] as const,
  stats: ["stats"] as const,
  ready: ["ready"] as const,
  session: ["session"] as const,
  apiKeys: ["keys"] as const,
};

export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: keys.review(id),
    queryFn: ({ signal }) => request<Review>(reviewPath(id), { signal }),
  });
}

/** What a card shows of a review. Goes stale with the whole one. */
export function summaryQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.review(id), "summary"] as const,
    queryFn: ({ signal }) => request<ReviewSummary>(`${reviewPath(id)}/summary`, { signal }),
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

const historyPageSize = 50;

/** A page of a list, without the findings: some hundred bytes for each review. */
const listReviews = (query: HistoryFilters & { page?: number; page_size: number; cursor?: string }, signal: AbortSignal) =>
  request<ReviewSummaryPage>("/api/reviews", { signal, query: { ...query, fields: "summary" } });

/** The filtered history, page after page by cursor. */
export function historyQuery(filters: HistoryFilters) {
  return infiniteQueryOptions({
    queryKey: [...keys.history, filters] as const,
    queryFn: ({ signal, pageParam }) =>
      listReviews({ ...filters, page_size: historyPageSize, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** What is queued or running now, newest first. `pollMs` keeps it fresh while the live stream is down. */
export function activeQuery(pollMs: number | false) {
  return queryOptions({
    queryKey: [...keys.lists, "active"] as const,
    queryFn: async ({ signal }) => {
      const page = (status: string) => listReviews({ status, page: 1, page_size: 50 }, signal);
      const [running, waiting] = await Promise.all([page("in_progress"), page("pending")]);
      const byId = new Map([...waiting.items, ...running.items].map((review) => [review.id, review]));
      return [...byId.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
    },
    refetchInterval: pollMs,
  });
}

/** The newest few, or those that match. */
export function recentQuery(count: number, filters: HistoryFilters = {}) {
  return queryOptions({
    queryKey: [...keys.lists, "recent", count, filters] as const,
    queryFn: ({ signal }) => listReviews({ ...filters, page: 1, page_size: count }, signal),
  });
}

export function statsQuery(filters: StatsFilters) {
  return queryOptions({
    queryKey: [...keys.stats, filters] as const,
    queryFn: ({ signal }) => request<Stats>("/api/stats", { signal, query: { ...filters } }),
    placeholderData: keepPreviousData,
  });
}

export function compareQuery(before: string, after: string) {
  return queryOptions({
    queryKey: ["compare", before, after] as const,
    queryFn: ({ signal }) =>
      request<Comparison>(`${reviewPath(before)}/compare/${encodeURIComponent(after)}`, { signal }),
  });
}

/** A server that is up but not ready answers 503 with the same body as a ready one; both are worth showing. */
export function readinessQuery() {
  return queryOptions({
    queryKey: keys.ready,
    queryFn: async ({ signal }) => {
      const asked = takeEarly("/readyz") ?? fetch("/readyz", { signal, headers: { Accept: "application/json" } });
      const response = await asked.catch(() => null);
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

/** Who we are to the server. It also hands out the token that every change must carry. */
export function sessionQuery() {
  return queryOptions({
    queryKey: keys.session,
    queryFn: async ({ signal }) => keepToken(await request<Session>("/api/session", { signal })),
    staleTime: Infinity,
  });
}

function keepToken(session: Session): Session {
  access.csrfToken = session.csrf_token;
  return session;
}

export const signIn = async (key: string) =>
  keepToken(await request<Session>("/api/session", { method: "POST", body: { key } }));

/** Forgets what was seen before somebody signed in or out, as what it was is no business of whoever comes next. */
export const forgetAllButSession = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });

export const signOut = () => request<void>("/api/session", { method: "DELETE" });

export function settingsQuery() {
  return queryOptions({
    queryKey: ["settings"] as const,
    queryFn: ({ signal }) => request<Settings>("/api/settings", { signal }),
  });
}

export function rulesQuery() {
  return queryOptions({
    queryKey: ["rules"] as const,
    queryFn: ({ signal }) => request<Rules>("/api/rules", { signal }),
    staleTime: Infinity,
  });
}

export function apiKeysQuery() {
  return queryOptions({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => request<ApiKeys>("/api/keys", { signal }),
  });
}

export const createApiKey = (key: NewApiKey) => request<CreatedApiKey>("/api/keys", { method: "POST", body: key });

export const revokeApiKey = (id: string) =>
  request<void>(`/api/keys/${encodeURIComponent(id)}`, { method: "DELETE" });

/** `attempt` names this one act of submitting, so that a retry after a lost answer is not a second submission. */
export const submitReview = (submission: Submission, attempt: string) =>
  request<Submitted>("/api/reviews", { method: "POST", body: submission, headers: { "Idempotency-Key": `"${attempt}"` } });

export const cancelReview = (id: string) => request<unknown>(`${reviewPath(id)}/cancel`, { method: "POST" });

/** Reviews the same code once more, past the cache, as a new submission. */
export const rerunReview = (id: string) => request<Submitted>(`${reviewPath(id)}/rerun`, { method: "POST" });

export const deleteReview = (id: string) => request<unknown>(reviewPath(id), { method: "DELETE" });

export const setIssueState = (id: string, issueId: string, status: IssueStatus, reason: string | null) =>
  request<Issue>(`${reviewPath(id)}/issues/${encodeURIComponent(issueId)}`, { method: "PATCH", body: { status, reason } });

/** The report formats a review can be had in, in the order people ask for them. */
export const reportFormats = [
  ["markdown", "Markdown"],
  ["json", "JSON"],
  ["sarif", "SARIF 2.1.0"],
  ["csv", "CSV"],
  ["text", "Plain text"],
  ["codequality", "GitLab Code Quality"],
  ["junit", "JUnit"],
  ["checkstyle", "Checkstyle"],
  ["rdjson", "rdjson (reviewdog)"],
  ["github", "GitHub annotations"],
] as const;

/** Addresses of files to download. */
export const reportUrl = (id: string, format: string) => buildUrl(`${reviewPath(id)}/export`, { format });
export const historyExportUrl = (format: "csv" | "ndjson", filters: HistoryFilters) =>
  buildUrl("/api/reviews/export", { format, ...filters });
