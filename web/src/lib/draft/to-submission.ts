import type { ReviewOptions, Submission } from "@/lib/api/types";
import { guessLanguage } from "@/lib/guess-language";
import { extensionOf } from "@/lib/languages";
import { readUnifiedDiff, type UnifiedDiff } from "@/lib/unified-diff";
import type { Draft, DraftFile, DraftOptions } from "./draft";

/** The file of the draft that is a diff, unless it is to be taken as text. */
export function diffIn(draft: Draft): { file: DraftFile; diff: UnifiedDiff } | null {
  if (draft.diffAsText) return null;
  for (const file of draft.files) {
    if (file.language !== "auto") continue;
    const diff = readUnifiedDiff(file.code);
    if (diff) return { file, diff };
  }
  return null;
}

/** One text, several files, or a diff with the files it changes: whatever the draft holds. Null when it is empty. */
export function toSubmission(draft: Draft): Submission | null {
  const filled = draft.files.filter(({ code }) => code.trim() !== "");
  const [only] = filled;
  if (!only) return null;
  const options = toOptions(draft.options);
  const common = options ? { options } : {};
  const change = diffIn(draft);
  if (change) {
    const others = filled.filter(({ id }) => id !== change.file.id);
    return {
      language: "auto",
      diff: change.file.code,
      ...(change.file.name ? { filename: change.file.name } : {}),
      ...(others.length > 0 ? { files: named(others), files_are: draft.filesAre } : {}),
      ...common,
    };
  }
  if (filled.length === 1) {
    return { language: only.language, code: only.code, ...(only.name ? { filename: only.name } : {}), ...common };
  }
  return { language: "auto", files: named(filled), ...common };
}

/** The API wants a path for each of several files, and no two alike. */
function named(files: DraftFile[]): NonNullable<Submission["files"]> {
  const taken = new Set<string>();
  return files.map((file, index) => {
    const path = free(cleanPath(file.name) || unnamed(file, index), taken);
    taken.add(path);
    return { path, code: file.code, ...(file.language === "auto" ? {} : { language: file.language }) };
  });
}

function unnamed(file: DraftFile, index: number): string {
  const language = file.language === "auto" ? guessLanguage(null, file.code) : file.language;
  return `file-${index + 1}.${language ? extensionOf(language) : "txt"}`;
}

/** Relative, with "/", without "..", ".", or empty parts. */
export const cleanPath = (name: string | null): string =>
  (name ?? "")
    .replaceAll("\\", "/")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");

function free(path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(path)) return path;
  const dot = path.lastIndexOf(".");
  const [stem, end] = dot > path.lastIndexOf("/") + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  for (let number = 2; ; number++) {
    const other = `${stem}-${number}${end}`;
    if (!taken.has(other)) return other;
  }
}

/** Only what differs from the server's defaults is sent. */
function toOptions(options: DraftOptions): ReviewOptions | null {
  const sent: Partial<ReviewOptions> = {};
  if (options.reviewers !== null) sent.reviewers = options.reviewers;
  if (options.model !== null) sent.model = options.model;
  if (options.minSeverity !== null) sent.min_severity = options.minSeverity;
  if (options.samples > 1) sent.samples = options.samples;
  if (options.noCache) sent.no_cache = true;
  return Object.keys(sent).length > 0 ? (sent as ReviewOptions) : null;
}

export const optionsSet = (options: DraftOptions): number => Object.keys(toOptions(options) ?? {}).length;
