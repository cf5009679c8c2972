import { useSyncExternalStore } from "react";

export interface Preferences {
  /** Single keys (j, k, n, ?) act; some speech input needs them off. */
  shortcuts: boolean;
  /** Long lines of code wrap instead of scrolling sideways. */
  wrapLines: boolean;
}

const key = "assay.preferences";
const listeners = new Set<() => void>();
const defaults: Preferences = { shortcuts: true, wrapLines: window.matchMedia("(max-width: 767px)").matches };

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return { ...defaults, ...(stored && typeof stored === "object" ? stored : {}) };
  } catch {
    return defaults;
  }
}

let current = read();

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // They then last as long as the tab.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => current);
