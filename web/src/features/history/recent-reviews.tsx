import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { SectionHeading } from "@/components/ui/card";
import { formatNumber } from "@/lib/format";
import { recentQuery } from "@/lib/api/queries";
import { ReviewTable } from "./review-table";

const count = 5;

/** The newest few, below the live list. Quiet when there are none: the live list already says what to do. */
export function RecentReviews() {
  const { data } = useQuery(recentQuery(count));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="recent-heading">
      <SectionHeading
        id="recent-heading"
        aside={
          <Link to="/history" className="inline-flex min-h-6 items-center gap-1 text-xs font-medium text-accent hover:underline">
            All {data.total > count ? formatNumber(data.total) : ""} reviews
            <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        }
      >
        Recent
      </SectionHeading>
      <div className="mt-2">
        <ReviewTable reviews={data.items} label="Recent reviews" />
      </div>
    </section>
  );
}
