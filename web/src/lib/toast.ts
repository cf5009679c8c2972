import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  tone: "good" | "high" | "plain";
  text: string;
  /** What can be done about it at once, for example "Undo". */
  action?: { name: string; run: () => void };
}

const lifeMs = 6000;
/** One with an action stays until a person had time to read, decide and reach it. */
const lifeWithActionMs = 12_000;
const listeners = new Set<() => void>();
let toasts: Toast[] = [];
let nextId = 1;

function publish(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const dismissToast = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

/** Shows a short message at the edge of the page; at most three at a time, the oldest leaves first. */
export function toast(text: string, tone: Toast["tone"] = "plain", action?: Toast["action"]): void {
  const id = nextId++;
  publish([...toasts, { id, tone, text, action }].slice(-3));
  setTimeout(() => dismissToast(id), action ? lifeWithActionMs : lifeMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useToasts = (): Toast[] => useSyncExternalStore(subscribe, () => toasts);
