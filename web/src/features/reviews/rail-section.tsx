import { ChevronRight, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { Card } from "@/components/ui/card";

/** A part of the rail that folds. */
export function RailSection({
  title,
  icon: Icon,
  aside,
  open: openAtFirst = false,
  children,
}: {
  title: string;
  icon?: LucideIcon;
  aside?: React.ReactNode;
  open?: boolean;
  children: React.ReactNode;
}) {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <Card>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
        <summary className="flex min-h-11 items-center gap-2 rounded-lg px-4 text-sm font-semibold -outline-offset-2">
          <ChevronRight aria-hidden className="-ml-1 size-4 shrink-0 text-ink-muted transition-transform group-open:rotate-90" />
          {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />}
          {title}
          {aside && <span className="ml-auto truncate text-xs font-normal text-ink-muted tabular-nums">{aside}</span>}
        </summary>
        <div className="px-4 pb-4">{children}</div>
      </details>
    </Card>
  );
}
