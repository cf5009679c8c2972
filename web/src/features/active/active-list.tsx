import { Activity } from "lucide-react";
import { Card, SectionHeading } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/format";
import { SubmissionCard } from "./submission-card";
import { useActive } from "./use-active";

/** The live list below the editor. */
export function ActiveList() {
  const { query, shown, running } = useActive();
  return (
    <section aria-labelledby="active-heading" id="active" className="scroll-mt-16">
      <SectionHeading
        id="active-heading"
        aside={
          <span className="text-xs text-ink-muted tabular-nums" aria-live="polite">
            {running > 0 ? `${plural(running, "review")} running` : ""}
          </span>
        }
      >
        Live
      </SectionHeading>
      <div className="mt-2">
        {shown.length > 0 ? (
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {shown.map((submission) => (
              <li key={submission.id} className="min-w-0 empty:hidden">
                <SubmissionCard submission={submission} />
              </li>
            ))}
          </ul>
        ) : query.isPending ? (
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3" aria-busy="true">
            <Skeleton className="h-32" />
            <Skeleton className="hidden h-32 sm:block" />
            <Skeleton className="hidden h-32 xl:block" />
          </div>
        ) : query.isError ? (
          <Card>
            <ErrorState error={query.error} onRetry={() => void query.refetch()} compact />
          </Card>
        ) : (
          <Card variant="quiet" className="flex items-center gap-3 px-4 py-4 text-sm text-ink-muted">
            <Activity aria-hidden className="size-4 shrink-0" />
            <p>
              <span className="font-medium text-ink-soft">Nothing is running.</span> What you submit appears here and
              reports its findings while they are found.
            </p>
          </Card>
        )}
      </div>
    </section>
  );
}
