import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import type { Status } from "@/lib/api/types";
import { Badge, type BadgeTone } from "./badge";

const looks: Record<Status, { word: string; tone: BadgeTone; icon: LucideIcon; spin?: boolean }> = {
  pending: { word: "Queued", tone: "plain", icon: Clock },
  in_progress: { word: "In progress", tone: "accent", icon: LoaderCircle, spin: true },
  completed: { word: "Completed", tone: "good", icon: CircleCheck },
  failed: { word: "Failed", tone: "high", icon: CircleX },
  cancelled: { word: "Cancelled", tone: "plain", icon: Ban },
};

/** Status by word, icon and colour. `word` replaces the status' own name, for example by the stage. */
export function StatusBadge({ status, word }: { status: Status; word?: string }) {
  const { tone, icon: Icon, spin, word: own } = looks[status];
  return (
    <Badge tone={tone} data-status={status}>
      <Icon aria-hidden className={spin ? "motion-safe:animate-spin" : undefined} />
      {word ?? own}
    </Badge>
  );
}
