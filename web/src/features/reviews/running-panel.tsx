import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { Status } from "@/lib/api/types";
import type { LiveReview } from "@/lib/events/reducer";
import { formatElapsed, plural } from "@/lib/format";
import { percentOf, stageWord } from "@/lib/progress";
import { useNow } from "@/lib/use-now";

/** In place of the score while there is none: the stage in words and how far it is. */
export function RunningPanel({
  status,
  heard,
  found,
  since,
}: {
  status: Status;
  heard: LiveReview | undefined;
  found: number;
  since: string;
}) {
  const now = useNow();
  const stage = heard?.stage ?? null;
  const word = stageWord(status, stage);
  return (
    <Card className="p-4">
      <div className="flex items-baseline justify-between gap-3">
        <p className="text-lg font-semibold">{word}</p>
        <p className="text-sm text-ink-muted tabular-nums">{formatElapsed(now - Date.parse(since))}</p>
      </div>
      <Progress className="mt-3" value={percentOf(status, stage, null, heard?.percent ?? 0)} label="Progress" text={word} />
      <p className="mt-2.5 text-sm text-ink-muted" aria-live="polite">
        {found === 0 ? "Findings appear as they are found." : `${plural(found, "finding")} so far`}
      </p>
    </Card>
  );
}
