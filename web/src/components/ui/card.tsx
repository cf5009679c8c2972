import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export function Card({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border border-line bg-surface shadow-card", className)} {...props} />;
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
