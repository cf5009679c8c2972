import { useQuery } from "@tanstack/react-query";
import { PageHeading } from "@/components/ui/card";
import { ActiveList } from "@/features/active/active-list";
import { RecentReviews } from "@/features/history/recent-reviews";
import { SubmitForm } from "@/features/submit/submit-form";
import { readinessQuery } from "@/lib/api/queries";
import { useRowKeys } from "@/lib/shortcuts";

/** The editor, below it what is running, below that what was reviewed last. */
export default function SubmitPage() {
  useRowKeys("[data-row]");
  const readiness = useQuery(readinessQuery());
  // The editor may have a note below it, which would push away what is there already.
  const noteKnown = readiness.isFetched || readiness.failureCount > 0;
  const showCard = () => document.getElementById("active")?.scrollIntoView({ block: "nearest" });
  return (
    <div className="space-y-8">
      <section className="space-y-4">
        <PageHeading title="Review code" note="Findings appear below, one by one, while they are found." />
        <SubmitForm onSubmitted={showCard} />
      </section>
      {noteKnown && (
        <>
          <ActiveList />
          <RecentReviews />
        </>
      )}
    </div>
  );
}
