import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The looks of a button, for what is a link but reads as a button. */
export const buttonLooks = cva(
  "inline-flex items-center justify-center rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-ink hover:bg-accent-hover shadow-card forced-colors:border",
        outline: "border border-line-mid bg-surface text-ink hover:bg-hover shadow-card",
        ghost: "text-ink-soft hover:bg-hover hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink",
        danger: "border border-line-mid bg-surface text-high hover:bg-high-soft shadow-card",
        solidDanger: "bg-high text-accent-ink hover:opacity-90 shadow-card forced-colors:border",
      },
      size: {
        xs: "h-6 gap-1 px-2 text-xs [&_svg]:size-3.5",
        sm: "h-7 gap-1.5 px-2.5 text-xs [&_svg]:size-3.5",
        md: "h-9 gap-1.5 px-3.5 text-sm [&_svg]:size-4",
        icon: "size-8 [&_svg]:size-4",
        iconMd: "size-9 [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "outline", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonLooks>;

export function Button({ className, variant, size, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonLooks({ variant, size }), className)} {...props} />;
}
