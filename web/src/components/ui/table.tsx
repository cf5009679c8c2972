import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The plain table of the page: small head, thin lines, figures that line up. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table className={cn("w-full text-sm", className)} {...props} />;
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("border-b border-line text-xs text-ink-muted", className)} {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y divide-line", className)} {...props} />;
}

const sides = { start: "text-left", end: "text-right tabular-nums" };

export function HeadCell({ className, align = "start", ...props }: Omit<ComponentProps<"th">, "align"> & { align?: "start" | "end" }) {
  return <th scope="col" className={cn("px-3 py-2 font-medium whitespace-nowrap", sides[align], className)} {...props} />;
}

export function Cell({ className, align = "start", ...props }: Omit<ComponentProps<"td">, "align"> & { align?: "start" | "end" }) {
  return <td className={cn("px-3 py-2", sides[align], className)} {...props} />;
}
