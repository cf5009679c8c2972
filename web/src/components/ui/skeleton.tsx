import { cn } from "@/lib/cn";

/** Stands where something will be, in about its size. Hidden from screen readers: the region says it is busy. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("rounded-md bg-hover motion-safe:animate-pulse-dot", className)} />;
}
