import { PageHeading } from "@/components/ui/card";
import { ActiveList } from "@/features/active/active-list";
import { RecentReviews } from "@/features/history/recent-reviews";
import { SubmitForm } from "@/features/submit/submit-form";
import { useRowKeys } from "@/lib/shortcuts";

/** The editor, below it what is running, below that what was reviewed last. */
export default function SubmitPage() {
  useRowKeys("[data-row]");
  const showCard = () => document.getElementById("active")?.scrollIntoView({ block: "nearest" });
  return (
    <div className="space-y-8">
      <section className="space-y-4">
        <PageHeading title="Review code" note="Findings appear below, one by one, while they are found." />
        <SubmitForm onSubmitted={showCard} />
      </section>
      <ActiveList />
      <RecentReviews />
    </div>
  );
}
