import { createContext, useContext } from "react";
import type { Issue, IssueStatus } from "@/lib/api/types";
import type { Place, ShownFile } from "./files";

/** What a finding, wherever it is drawn, can do. The value is stable, so that a selection does not redraw the file. */
export interface ReviewActions {
  goTo: (place: Place) => void;
  select: (issueId: string) => void;
  /** Opens the question why a finding is dismissed; null closes it. */
  askDismiss: (issueId: string | null) => void;
  setStatus: (issue: Issue, status: IssueStatus, reason: string | null) => void;
  /** Takes the code into the editor with the finding's suggested change made. */
  apply: (issue: Issue) => void;
  /** The lines of a file, as submitted; empty where there is no such file. */
  linesOf: (path: string) => string[];
}

export const ReviewContext = createContext<ReviewActions | null>(null);

export function useReviewActions(): ReviewActions {
  const actions = useContext(ReviewContext);
  if (!actions) throw new Error("A finding is drawn outside of a review.");
  return actions;
}

export const linesIn = (files: ShownFile[], path: string): string[] =>
  (files.length === 1 ? files[0] : files.find((file) => file.path === path))?.lines ?? [];
