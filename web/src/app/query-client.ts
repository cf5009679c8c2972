import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/client";

const tries = 3;

/** The live stream says when something changed, so data counts as fresh for a minute; focus after that refetches. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        // What the server refuses it refuses again; only its absence or its own trouble may pass.
        retry: (failures, error) =>
          failures < tries && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5000),
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
