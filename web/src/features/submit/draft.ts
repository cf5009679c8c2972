import { useSyncExternalStore } from "react";
import type { SubmissionLanguage } from "@/lib/api/types";
import { isLanguage } from "@/lib/languages";

/** What stands in the editor. It outlives a look at a review and a reload of the tab. */
export interface Draft {
  code: string;
  language: SubmissionLanguage;
  filename: string | null;
}

const key = "assay.draft";
const empty: Draft = { code: "", language: "auto", filename: null };
const listeners = new Set<() => void>();
/** Larger texts are not kept over a reload: session storage is small. */
const keepAtMost = 1_000_000;

function read(): Draft {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!stored || typeof stored !== "object") return empty;
    const { code, language, filename } = stored as Record<string, unknown>;
    return {
      code: typeof code === "string" ? code : "",
      language: typeof language === "string" && isLanguage(language) ? language : "auto",
      filename: typeof filename === "string" ? filename : null,
    };
  } catch {
    return empty;
  }
}

let draft = read();
let saving: ReturnType<typeof setTimeout> | undefined;

function save(): void {
  try {
    if (draft.code.length <= keepAtMost) sessionStorage.setItem(key, JSON.stringify(draft));
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

export const clearDraft = (): void => updateDraft({ ...empty, language: draft.language });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentDraft = (): Draft => draft;

export const useDraft = (): Draft => useSyncExternalStore(subscribe, currentDraft);
