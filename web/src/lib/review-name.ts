import { plural } from "./format";
import { languageName } from "./languages";

/** What a review is called: its name, its files, or its language. */
export function reviewName(review: { filename: string | null; language: string; file_count?: number }): string {
  if (review.filename) return review.filename;
  if ((review.file_count ?? 1) > 1) return plural(review.file_count ?? 0, "file");
  return review.language === "auto" ? "New code" : `${languageName(review.language)} code`;
}
