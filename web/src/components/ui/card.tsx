import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const card = cva("rounded-lg border", {
  variants: {
    /** quiet: holds the place of something that is not there. */
    variant: { raised: "border-line bg-surface shadow-card", quiet: "border-dashed border-line-mid" },
  },
  defaultVariants: { variant: "raised" },
});

export function Card({ className, variant, ...props }: ComponentProps<"div"> & VariantProps<typeof card>) {
  return <div className={cn(card({ variant }), className)} {...props} />;
}

/** A titled part of a page: the small heading all screens share, with room for something at its right. */
export function SectionHeading({
  children,
  aside,
  className,
  id,
}: {
  children: React.ReactNode;
  aside?: React.ReactNode;
  className?: string;
  id?: string;
}) {
  return (
    <div className={cn("flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1", className)}>
      <h2 id={id} className="text-sm font-semibold text-ink">
        {children}
      </h2>
      {aside}
    </div>
  );
}

/** A screen's title, with a line of explanation and room for actions. */
export function PageHeading({
  title,
  note,
  children,
}: {
  title: React.ReactNode;
  note?: React.ReactNode;
  children?: React.ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        {note && <div className="mt-1 text-sm text-ink-muted">{note}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
