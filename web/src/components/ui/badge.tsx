import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const badge = cva(
  "inline-flex items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        plain: "bg-hover text-ink-soft",
        accent: "bg-accent-soft text-accent",
        high: "bg-high-soft text-high",
        med: "bg-med-soft text-med",
        low: "bg-low-soft text-low",
        good: "bg-good-soft text-good",
      },
    },
    defaultVariants: { tone: "plain" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badge>["tone"]>;

export function Badge({ className, tone, ...props }: ComponentProps<"span"> & { tone?: BadgeTone }) {
  return <span className={cn(badge({ tone }), className)} {...props} />;
}
