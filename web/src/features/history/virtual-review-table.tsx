import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { LoaderCircle } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ReviewSummary } from "@/lib/api/types";
import { useMedia } from "@/lib/use-media";
import { useNow } from "@/lib/use-now";
import { ReviewRow } from "./review-row";
import { TableHeader } from "./review-table";

const rowHeight = { wide: 61, narrow: 93 };
/** So many rows before the end the next page is asked for. */
const ahead = 15;

/** Any number of reviews, of which only those near the window are in the page. */
export function VirtualReviewTable({
  reviews,
  total,
  more,
  loadingMore,
  failed,
  onMore,
}: {
  reviews: ReviewSummary[];
  total: number;
  more: boolean;
  loadingMore: boolean;
  /** The next page could not be had; it is asked for again on demand only. */
  failed: boolean;
  onMore: () => void;
}) {
  const now = useNow();
  const wide = useMedia("(min-width: 768px)");
  const list = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [wide]);
  const rows = useWindowVirtualizer({
    count: reviews.length,
    estimateSize: () => (wide ? rowHeight.wide : rowHeight.narrow),
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => reviews[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  const near = last !== undefined && last.index >= reviews.length - ahead;
  useEffect(() => {
    if (near && more && !loadingMore && !failed) onMore();
  }, [near, more, loadingMore, failed, onMore]);

  const before = first ? first.start - top : 0;
  const after = last ? rows.getTotalSize() - (last.end - top) : 0;
  return (
    <>
      <Card className="overflow-hidden">
        <table aria-label="Reviews" aria-rowcount={total + 1} className="w-full table-fixed text-sm max-md:block">
          <TableHeader />
          <tbody ref={list} className="max-md:block [&>tr]:border-b [&>tr]:border-line [&>tr:last-child]:border-b-0">
            {before > 0 && <Spacer height={before} />}
            {shown.map(({ index, key }) => {
              const review = reviews[index];
              return review && <ReviewRow key={key} ref={rows.measureElement} data-index={index} aria-rowindex={index + 2} review={review} now={now} />;
            })}
            {after > 0 && <Spacer height={after} />}
          </tbody>
        </table>
      </Card>
      <div className="flex min-h-12 items-center justify-center text-sm text-ink-muted" aria-live="polite">
        {loadingMore ? (
          <span className="inline-flex items-center gap-2">
            <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
            Loading more
          </span>
        ) : failed ? (
          <span className="inline-flex items-center gap-3">
            The next reviews could not be loaded.
            <Button size="sm" onClick={onMore}>
              Try again
            </Button>
          </span>
        ) : (
          !more && reviews.length > 20 && "That is all."
        )}
      </div>
    </>
  );
}

function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden className="max-md:block" style={{ height }}>
      <td colSpan={6} className="p-0" />
    </tr>
  );
}
