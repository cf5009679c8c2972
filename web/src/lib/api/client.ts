import { takeEarly } from "./early";

/** What the server (or the lack of one) answered instead of what was asked for. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came at all. */
    readonly status: number,
    message: string,
    readonly requestId: string | null = null,
    /** Seconds after which the server says a retry makes sense. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

/**
 * What a signed-in page sends along and whom it tells when the server no longer knows it. Without access control both
 * stay unused.
 */
export const access = {
  /** Goes into X-CSRF-Token of everything that changes something. */
  csrfToken: null as string | null,
  /** Called on a 401. */
  onDenied: null as (() => void) | null,
};

export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Leaves out what is empty, so that a filter that is not set is not sent. */
export function buildUrl(path: string, query: RequestOptions["query"] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function problem(response: Response): Promise<ApiError> {
  let detail = "";
  let requestId = response.headers.get("X-Request-Id");
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object") {
      const fields = body as Record<string, unknown>;
      if (typeof fields.detail === "string") detail = fields.detail;
      else if (typeof fields.title === "string") detail = fields.title;
      if (!requestId && typeof fields.request_id === "string") requestId = fields.request_id;
    }
  } catch {
    // A proxy in between may answer with something that is not JSON; the status alone must do then.
  }
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new ApiError(
    response.status,
    detail || `The server answered ${response.status} ${response.statusText}`.trim() + ".",
    requestId,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  );
}

/** Sends one request to this origin. Throws ApiError for every outcome other than a 2xx with a readable body. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", query, body, headers, signal } = options;
  const url = buildUrl(path, query);
  let response: Response;
  try {
    response = await ((method === "GET" && takeEarly(url)) || fetch(url, {
      method,
      signal,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method !== "GET" && access.csrfToken ? { "X-CSRF-Token": access.csrfToken } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server cannot be reached.");
  }
  if (!response.ok) {
    if (response.status === 401) access.onDenied?.();
    throw await problem(response);
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (!text) return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(response.status, "The server's answer could not be read.");
  }
}
