import { Progress as Radix } from "radix-ui";
import { cn } from "@/lib/cn";

/** A bar from 0 to 100. `label` names it for those who do not see it, `text` says the value in words. */
export function Progress({
  value,
  label,
  text,
  tone = "accent",
  className,
}: {
  value: number;
  label: string;
  text: string;
  tone?: "accent" | "good" | "high" | "plain";
  className?: string;
}) {
  const fill = { accent: "bg-accent", good: "bg-good", high: "bg-high", plain: "bg-line-strong" }[tone];
  return (
    <Radix.Root
      value={Math.round(value)}
      aria-label={label}
      getValueLabel={() => text}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}
    >
      <Radix.Indicator
        className={cn("h-full origin-left rounded-full transition-transform duration-300 ease-out", fill)}
        style={{ transform: `scaleX(${value / 100})` }}
      />
    </Radix.Root>
  );
}
