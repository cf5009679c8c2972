import { FileDiff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { updateDraft, type Draft } from "@/lib/draft/draft";
import { plural } from "@/lib/format";
import type { UnifiedDiff } from "@/lib/unified-diff";

/** Says that the text was read as a change, what of it counts, and how to have it otherwise. */
export function DiffNote({ diff, others, filesAre }: { diff: UnifiedDiff; others: number; filesAre: Draft["filesAre"] }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-accent-soft px-4 py-2 text-sm">
      <p className="flex min-w-0 flex-1 basis-72 items-start gap-2">
        <FileDiff aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <span>
          <span className="font-medium">
            A diff of {plural(diff.files.length, "file")}: <span className="text-good">+{diff.added}</span>{" "}
            <span className="text-high">−{diff.removed}</span>.
          </span>{" "}
          {others > 0
            ? "Findings on the changed lines are shown; the other files give the context."
            : "Findings on the changed lines are shown. Open the changed files beside it for a review with all context."}
        </span>
      </p>
      {others > 0 && (
        <Select
          aria-label="The other files are from"
          className="w-52"
          value={filesAre}
          onChange={(event) => updateDraft({ filesAre: event.target.value === "after" ? "after" : "before" })}
        >
          <option value="before">Files from before it</option>
          <option value="after">Files from after it</option>
        </Select>
      )}
      <Button size="sm" onClick={() => updateDraft({ diffAsText: true })}>
        Take it as plain text
      </Button>
    </div>
  );
}
