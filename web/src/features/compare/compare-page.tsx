import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeftRight, ArrowRight, CircleCheck, CircleHelp, CirclePlus, FileQuestion, Repeat } from "lucide-react";
import { useState } from "react";
import { buttonLooks } from "@/components/ui/button";
import { Card, PageHeading } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { ApiError } from "@/lib/api/client";
import { compareQuery } from "@/lib/api/queries";
import type { Comparison } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { ComparedIssue } from "./compared-issue";
import { ScoreChange } from "./score-change";
import { Side } from "./side";

const route = getRouteApi("/compare/$before/$after");

export default function ComparePage() {
  const { before, after } = route.useParams();
  const query = useQuery(compareQuery(before, after));
  return (
    <div className="space-y-5">
      <PageHeading title="Compare" note="What became of the findings from the earlier review to the later one.">
        <Link to="/compare/$before/$after" params={{ before: after, after: before }} className={buttonLooks()}>
          <ArrowLeftRight aria-hidden />
          Swap
        </Link>
        <Link to="/compare" search={{ before, after }} className={buttonLooks()}>
          Choose others
        </Link>
      </PageHeading>
      {query.isPending ? (
        <div aria-busy="true" aria-label="Loading the comparison" className="space-y-4">
          <Skeleton className="h-28" />
          <Skeleton className="h-80" />
        </div>
      ) : query.isError && query.error instanceof ApiError && [404, 409, 422].includes(query.error.status) ? (
        <Card>
          <EmptyState
            icon={FileQuestion}
            title="These two cannot be compared"
            action={
              <Link to="/compare" className={buttonLooks({ variant: "primary" })}>
                Choose others
              </Link>
            }
          >
            {query.error.message}
          </EmptyState>
        </Card>
      ) : query.isError ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : (
        <Compared comparison={query.data} />
      )}
    </div>
  );
}

const kinds = [
  { id: "new", name: "New", icon: CirclePlus, ink: "text-high", none: "Nothing new was found." },
  { id: "fixed", name: "Fixed", icon: CircleCheck, ink: "text-good", none: "Nothing was fixed." },
  { id: "persisting", name: "Still there", icon: Repeat, ink: "text-ink-muted", none: "No finding is in both." },
  { id: "not_redetected", name: "Not found again", icon: CircleHelp, ink: "text-med", none: "Every finding is accounted for." },
] as const;

type Kind = (typeof kinds)[number]["id"];

function Compared({ comparison }: { comparison: Comparison }) {
  const { before, after, counts } = comparison;
  const first = kinds.find(({ id }) => counts[id] > 0)?.id ?? "new";
  const [kind, setKind] = useState<Kind>(first);
  return (
    <>
      <Card className="grid items-stretch divide-line max-md:divide-y md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
        <Side title="Before" review={before} />
        <div className="hidden place-items-center px-2 text-ink-muted md:grid">
          <ArrowRight aria-hidden className="size-5" />
        </div>
        <Side title="After" review={after} change={comparison.score_change} />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21.5rem] lg:gap-5">
        <Card className="min-w-0">
          <Tabs value={kind} onValueChange={(value) => setKind(value as Kind)}>
            <TabList aria-label="What became of the findings" className="px-2">
              {kinds.map(({ id, name, icon: Icon, ink }) => (
                <Tab key={id} value={id}>
                  <Icon aria-hidden className={ink} />
                  {name}
                  <span className="text-ink-muted tabular-nums">{formatNumber(counts[id])}</span>
                </Tab>
              ))}
            </TabList>
            {kinds.map(({ id, none }) => (
              <TabPanel key={id} value={id} className="-outline-offset-2">
                {counts[id] === 0 ? (
                  <p className="px-4 py-10 text-center text-sm text-ink-muted">{none}</p>
                ) : (
                  <ul className="divide-y divide-line">
                    <Rows comparison={comparison} kind={id} />
                  </ul>
                )}
              </TabPanel>
            ))}
          </Tabs>
        </Card>
        <ScoreChange before={before} after={after} />
      </div>
    </>
  );
}

const goneFor = {
  code_changed: "Its code is another now.",
  code_unchanged: "Its code is as before, so nobody can have fixed it.",
  not_reviewed: "The later review did not look at these lines.",
  filtered: "It was found, but filtered.",
  file_absent: "Its file is not part of the later review.",
};

function Rows({ comparison, kind }: { comparison: Comparison; kind: Kind }) {
  const { before, after } = comparison;
  switch (kind) {
    case "new":
      return comparison.new.map(({ issue, code_changed }) => (
        <ComparedIssue
          key={issue.id}
          issue={issue}
          reviewId={after.id}
          note={code_changed ? "Its code changed." : "Its code is as before: it was there, and not found."}
        />
      ));
    case "persisting":
      return comparison.persisting.map(({ before: was, after: is, moved }) => (
        <ComparedIssue
          key={is.id}
          issue={is}
          reviewId={after.id}
          note={moved && was.start_line != null ? `It was at line ${formatNumber(was.start_line)}${was.path !== is.path ? ` of ${was.path}` : ""}.` : undefined}
        />
      ));
    default:
      return comparison[kind].map(({ issue, reason }) => (
        <ComparedIssue key={issue.id} issue={issue} reviewId={before.id} note={goneFor[reason]} />
      ));
  }
}

