import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  tone: "good" | "high" | "plain";
  text: string;
}

const lifeMs = 6000;
const listeners = new Set<() => void>();
let toasts: Toast[] = [];
let nextId = 1;

function publish(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const dismissToast = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

/** Shows a short message at the edge of the page; at most three at a time, the oldest leaves first. */
export function toast(text: string, tone: Toast["tone"] = "plain"): void {
  const id = nextId++;
  publish([...toasts, { id, tone, text }].slice(-3));
  setTimeout(() => dismissToast(id), lifeMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useToasts = (): Toast[] => useSyncExternalStore(subscribe, () => toasts);
