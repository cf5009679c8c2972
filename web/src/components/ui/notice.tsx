import type { LucideIcon } from "lucide-react";
import { cn } from "@/lib/cn";

const tones = {
  plain: "border-line bg-sunken text-ink-soft [&>svg]:text-ink-muted",
  accent: "border-transparent bg-accent-soft text-ink [&>svg]:text-accent",
  high: "border-transparent bg-high-soft text-ink [&>svg]:text-high",
  med: "border-transparent bg-med-soft text-ink [&>svg]:text-med",
};

/** A remark in the flow of the page. */
export function Notice({
  icon: Icon,
  tone = "plain",
  children,
  className,
  ...props
}: {
  icon: LucideIcon;
  tone?: keyof typeof tones;
} & React.ComponentProps<"div">) {
  return (
    <div className={cn("flex gap-2.5 rounded-lg border px-3.5 py-2.5 text-sm", tones[tone], className)} {...props}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
