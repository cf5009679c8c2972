import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight, Check, GitCompareArrows, Inbox, Search } from "lucide-react";
import { useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { Button, buttonLooks } from "@/components/ui/button";
import { Card, PageHeading } from "@/components/ui/card";
import { Input } from "@/components/ui/field";
import { PathText } from "@/components/ui/path-text";
import { ScoreChip } from "@/components/ui/score";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { recentQuery, summaryQuery } from "@/lib/api/queries";
import type { Review, ReviewSummary } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { formatWhen } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { reviewName } from "@/lib/review-name";
import { useNow } from "@/lib/use-now";
import type { PickSearch } from "./search";

const route = getRouteApi("/compare");
const offered = 12;

/** Where one says which two reviews are meant. */
export default function PickPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/compare" });
  const { before, after } = search;
  const ready = before !== undefined && after !== undefined && before !== after;
  const any = useQuery(recentQuery(1, { status: "completed" }));
  const pick = (side: keyof PickSearch) => (id: string) => void navigate({ search: (old) => ({ ...old, [side]: id }), replace: true });
  return (
    <div className="space-y-5">
      <PageHeading title="Compare" note="Two reviews of the same code: what is new, what was fixed, and what is still there." />
      {any.data?.total === 0 ? (
        <Card variant="quiet">
          <EmptyState
            icon={Inbox}
            title="There is nothing to compare yet"
            action={
              <Link to="/" className={buttonLooks({ variant: "primary" })}>
                Review some code
              </Link>
            }
          >
            Review the same code twice, before and after a change, and see here what became of the findings.
          </EmptyState>
        </Card>
      ) : (
        <>
          <div className="grid items-start gap-4 md:grid-cols-2">
            <Picker title="Before" chosen={before} other={after} onPick={pick("before")} />
            <Picker title="After" chosen={after} other={before} onPick={pick("after")} />
          </div>
          <div className="flex flex-wrap items-center justify-end gap-3">
            {!ready && <p className="text-sm text-ink-muted">Choose one review on each side.</p>}
            <Button
              variant="primary"
              disabled={!ready}
              onClick={() => before && after && void navigate({ to: "/compare/$before/$after", params: { before, after } })}
            >
              <GitCompareArrows aria-hidden />
              Compare
              <ArrowRight aria-hidden />
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function Picker({
  title,
  chosen,
  other,
  onPick,
}: {
  title: string;
  chosen: string | undefined;
  other: string | undefined;
  onPick: (id: string) => void;
}) {
  const headingId = useId();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim()) || undefined;
  const list = useQuery(recentQuery(offered, { status: "completed", q }));
  const own = useQuery({ ...summaryQuery(chosen ?? ""), enabled: chosen !== undefined });
  const found = list.data?.items ?? [];
  // What is chosen stays in sight, whatever is searched for.
  const rows = useRef<HTMLUListElement>(null);
  // What the address chose may stand far down the list.
  const loaded = list.isSuccess;
  useEffect(() => {
    const row = rows.current?.querySelector<HTMLElement>("[aria-pressed=true]");
    if (rows.current && row) rows.current.scrollTop = row.offsetTop - rows.current.offsetTop - row.offsetHeight;
  }, [loaded]);
  const items = own.data && !found.some(({ id }) => id === own.data.id) ? [own.data, ...found] : found;
  return (
    <Card className="overflow-hidden" role="group" aria-labelledby={headingId}>
      <div className="flex items-center gap-3 border-b border-line bg-sunken p-2 pl-4">
        <h2 id={headingId} className="text-sm font-semibold">
          {title}
        </h2>
        <span className="relative ml-auto w-56 max-w-full">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-muted" />
          <Input
            type="search"
            aria-label={`Search for the review ${title.toLowerCase()}`}
            placeholder="Words in it"
            className="pl-8"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </span>
      </div>
      {list.isPending ? (
        <div className="space-y-3 p-4" aria-busy="true">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      ) : list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} compact />
      ) : items.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-ink-muted">No completed review has these words.</p>
      ) : (
        <ul ref={rows} className="max-h-[26rem] divide-y divide-line overflow-y-auto">
          {items.map((review) => (
            <li key={review.id}>
              <Choice review={review} chosen={review.id === chosen} disabled={review.id === other} onPick={() => onPick(review.id)} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Choice({ review, chosen, disabled, onPick }: { review: Review | ReviewSummary; chosen: boolean; disabled: boolean; onPick: () => void }) {
  const now = useNow();
  return (
    <button
      type="button"
      aria-pressed={chosen}
      disabled={disabled}
      onClick={onPick}
      className={cn(
        "flex w-full items-center gap-3 px-4 py-2.5 text-left -outline-offset-2 disabled:opacity-50",
        chosen ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      <span className={cn("grid size-5 shrink-0 place-items-center rounded-full border", chosen ? "border-accent bg-accent text-accent-ink" : "border-line-strong")}>
        {chosen && <Check aria-hidden className="size-3.5" strokeWidth={3} />}
      </span>
      <span className="min-w-0 flex-1">
        <PathText path={reviewName(review)} className="text-sm font-medium" />
        <span className="block text-xs text-ink-muted">
          {review.file_count <= 1 && `${languageName(review.language)} · `}
          {formatWhen(review.created_at, now)}
          {disabled && " · chosen on the other side"}
        </span>
      </span>
      {typeof review.score === "number" && <ScoreChip score={review.score} />}
    </button>
  );
}
