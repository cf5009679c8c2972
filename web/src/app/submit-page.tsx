import { ActiveList } from "@/features/active/active-list";
import { RecentReviews } from "@/features/history/recent-reviews";
import { SubmitForm } from "@/features/submit/submit-form";

/** The editor, below it what is running, below that what was reviewed last. */
export default function SubmitPage() {
  const showCard = () => document.getElementById("active")?.scrollIntoView({ block: "nearest" });
  return (
    <div className="space-y-7">
      <section className="space-y-3">
        <h1 className="text-xl font-semibold tracking-tight">Review code</h1>
        <SubmitForm onSubmitted={showCard} />
      </section>
      <ActiveList />
      <RecentReviews />
    </div>
  );
}
