import { useSyncExternalStore } from "react";

export type ThemeChoice = "light" | "dark" | "system";

// Keep the key and the values equal to public/page-init.js.
const key = "assay.theme";
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const isChoice = (value: unknown): value is ThemeChoice => value === "light" || value === "dark" || value === "system";

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return isChoice(stored) ? stored : "system";
  } catch {
    return "system";
  }
}

let choice = readChoice();

function apply(): void {
  const dark = choice === "dark" || (choice === "system" && systemDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  for (const listener of listeners) listener();
}

systemDark.addEventListener("change", apply);
window.addEventListener("storage", (event) => {
  if (event.key !== key) return;
  choice = readChoice();
  apply();
});

export function setTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // The choice then lasts as long as the tab.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);

export const useResolvedTheme = (): "light" | "dark" =>
  useSyncExternalStore(subscribe, () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light"));
