import { useSyncExternalStore } from "react";
import type { Severity, SubmissionLanguage } from "@/lib/api/types";
import { isLanguage } from "@/lib/languages";

/** One text in the editor. */
export interface DraftFile {
  id: string;
  /** As typed, opened or dropped; may be a relative path. */
  name: string | null;
  code: string;
  language: SubmissionLanguage;
}

export interface DraftOptions {
  /** Null: all that are configured. */
  reviewers: string[] | null;
  /** Null: the configured one, with its fallbacks. */
  model: string | null;
  minSeverity: Severity | null;
  samples: number;
  noCache: boolean;
}

/** What stands in the editor. It outlives a look at a review and a reload of the tab. There is always one file. */
export interface Draft {
  files: [DraftFile, ...DraftFile[]];
  /** Id of the file that is shown. */
  active: string;
  /** A text that reads as a diff is code all the same. */
  diffAsText: boolean;
  /** Whether the files beside a diff are from before or after it. */
  filesAre: "before" | "after";
  options: DraftOptions;
}

const key = "assay.draft";
const listeners = new Set<() => void>();
/** Larger texts are not kept over a reload: session storage is small. */
const keepAtMost = 1_000_000;
let nextId = 1;

export const blankFile = (change: Partial<DraftFile> = {}): DraftFile => ({
  id: `f${nextId++}`,
  name: null,
  code: "",
  language: "auto",
  ...change,
});

export const noOptions: DraftOptions = { reviewers: null, model: null, minSeverity: null, samples: 1, noCache: false };

export function emptyDraft(options: DraftOptions = noOptions): Draft {
  const file = blankFile();
  return { files: [file], active: file.id, diffAsText: false, filesAre: "before", options };
}

/** What an earlier visit left; anything unreadable counts as nothing. */
export function parseDraft(text: string | null): Draft {
  try {
    const stored: unknown = JSON.parse(text ?? "null");
    if (!stored || typeof stored !== "object" || !Array.isArray((stored as Draft).files)) return emptyDraft();
    const files = (stored as { files: Record<string, unknown>[] }).files.map(({ name, code, language }) =>
      blankFile({
        name: typeof name === "string" ? name : null,
        code: typeof code === "string" ? code : "",
        language: typeof language === "string" && isLanguage(language) ? language : "auto",
      }),
    );
    const [first, ...others] = files;
    if (!first) return emptyDraft();
    return { ...emptyDraft(), files: [first, ...others], active: first.id };
  } catch {
    return emptyDraft();
  }
}

function read(): Draft {
  try {
    return parseDraft(sessionStorage.getItem(key));
  } catch {
    return emptyDraft();
  }
}

let draft = read();
let saving: ReturnType<typeof setTimeout> | undefined;

function save(): void {
  try {
    const size = draft.files.reduce((sum, { code }) => sum + code.length, 0);
    if (size <= keepAtMost) sessionStorage.setItem(key, JSON.stringify({ files: draft.files }));
    else sessionStorage.removeItem(key);
  } catch {
    // The draft then lives as long as the page.
  }
}

export function updateDraft(change: Partial<Draft>): void {
  draft = { ...draft, ...change };
  clearTimeout(saving);
  saving = setTimeout(save, 300);
  for (const listener of listeners) listener();
}

// A reload within those 300 ms must not lose the last words.
if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    clearTimeout(saving);
    save();
  });
}

export const currentDraft = (): Draft => draft;

/** Everything but the options goes; they are what one would have to set again. */
export const clearDraft = (): void => updateDraft(emptyDraft(draft.options));

export function updateFile(id: string, change: Partial<DraftFile>): void {
  const files = draft.files.map((file) => (file.id === id ? { ...file, ...change } : file)) as Draft["files"];
  updateDraft({ files });
}

/** Puts files into the editor: in place of what is there if that is empty, else beside it. Shows the first of them. */
export function addFiles(added: Partial<DraftFile>[]): void {
  const [first, ...others] = added.map((file) => blankFile(file));
  if (!first) return;
  const kept = draft.files.filter((file) => file.code.trim() !== "" || file.name !== null);
  updateDraft({ files: [...kept, first, ...others] as Draft["files"], active: first.id });
}

export function closeFile(id: string): void {
  const at = draft.files.findIndex((file) => file.id === id);
  const [first, ...others] = draft.files.filter((file) => file.id !== id);
  if (!first) {
    clearDraft();
    return;
  }
  const files: Draft["files"] = [first, ...others];
  const neighbour = files[Math.min(at, files.length - 1)] ?? first;
  updateDraft({ files, active: draft.active === id ? neighbour.id : draft.active });
}

/** Replaces everything by the files of a review, to change them and hand them in again. `show`: index of the one to see. */
export function editAgain(files: Partial<DraftFile>[], show = 0): void {
  const [first, ...others] = files.map((file) => blankFile(file));
  if (!first) return;
  const all: Draft["files"] = [first, ...others];
  updateDraft({ ...emptyDraft(draft.options), files: all, active: (all[show] ?? first).id });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useDraft = (): Draft => useSyncExternalStore(subscribe, currentDraft);
