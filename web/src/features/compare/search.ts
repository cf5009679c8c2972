import { textParam } from "@/lib/search-params";

/** The two reviews that are chosen, as far as they are. */
export interface PickSearch {
  before?: string;
  after?: string;
}

const longestId = 64;

export const readPickSearch = (raw: Record<string, unknown>): PickSearch => ({
  before: textParam(raw.before, longestId),
  after: textParam(raw.after, longestId),
});
