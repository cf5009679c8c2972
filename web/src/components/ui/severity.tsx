import { Info, OctagonAlert, TriangleAlert, type LucideIcon } from "lucide-react";
import type { Severity } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { severities, severityName } from "@/lib/rubric";
import { Badge } from "./badge";

const icons: Record<Severity, LucideIcon> = { high: OctagonAlert, med: TriangleAlert, low: Info };
const inks: Record<Severity, string> = { high: "text-high", med: "text-med", low: "text-low" };

export function SeverityIcon({ severity, small, className }: { severity: Severity; small?: boolean; className?: string }) {
  const Icon = icons[severity];
  return <Icon aria-hidden className={cn("shrink-0", small ? "size-3.5" : "size-4", inks[severity], className)} />;
}

/** Severity by word, icon and colour: never by colour alone. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const Icon = icons[severity];
  return (
    <Badge tone={severity}>
      <Icon aria-hidden />
      {severityName[severity]}
    </Badge>
  );
}

/** "2 high, 1 medium" as three small figures; those that are zero are left out. */
export function SeverityCounts({ counts, className }: { counts: Record<Severity, number>; className?: string }) {
  const present = severities.filter((severity) => counts[severity] > 0);
  if (present.length === 0) return null;
  return (
    <span className={cn("inline-flex items-center gap-2.5 text-xs tabular-nums", className)}>
      {present.map((severity) => (
        <span key={severity} className={cn("inline-flex items-center gap-1 font-medium", inks[severity])}>
          <SeverityIcon severity={severity} small />
          {counts[severity]}
          <span className="sr-only">{severityName[severity].toLowerCase()}</span>
        </span>
      ))}
    </span>
  );
}
