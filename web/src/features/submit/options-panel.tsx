import { Checkbox, Field, Select } from "@/components/ui/field";
import type { Readiness } from "@/lib/api/types";
import { cn } from "@/lib/cn";
import { noOptions, updateDraft, type DraftOptions } from "@/lib/draft/draft";
import { optionsSet } from "@/lib/draft/to-submission";
import { reviewerName, severities, severityName } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { Button } from "@/components/ui/button";

const sampleCounts = [1, 2, 3, 5];

/** What can be chosen for one submission. Without a choice the server's own settings hold. */
export function OptionsPanel({ options, readiness }: { options: DraftOptions; readiness: Readiness | undefined }) {
  const set = (change: Partial<DraftOptions>) => updateDraft({ options: { ...options, ...change } });
  const enabled = readiness?.reviewers.filter((reviewer) => reviewer.enabled) ?? [];
  const chosen = options.reviewers ?? enabled.map(({ name }) => name);
  const models = enabled.find(({ name }) => name === "llm")?.models ?? [];
  return (
    <div
      className={cn(
        "grid gap-x-8 gap-y-4 border-t border-line bg-sunken px-4 py-4 sm:grid-cols-2",
        models.length > 1 ? "lg:grid-cols-[auto_repeat(3,11rem)_1fr]" : "lg:grid-cols-[auto_12rem_12rem_1fr]",
      )}
    >
      {enabled.length > 1 && (
        <fieldset className="min-w-0">
          <legend className="mb-1 text-xs font-medium text-ink-soft">Reviewers</legend>
          <div className="space-y-1">
            {enabled.map(({ name, model }) => (
              <Checkbox
                key={name}
                label={reviewerName(name)}
                note={model}
                checked={chosen.includes(name)}
                // At least one must look at the code.
                disabled={chosen.length === 1 && chosen.includes(name)}
                onChange={(on) => {
                  const next = enabled.map((entry) => entry.name).filter((id) => (id === name ? on : chosen.includes(id)));
                  set({ reviewers: next.length === enabled.length ? null : next });
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      <Field label="Show findings from">
        <Select
          value={options.minSeverity ?? ""}
          onChange={(event) => set({ minSeverity: severities.find((id) => id === event.target.value) ?? null })}
        >
          <option value="">Low severity (all)</option>
          {severities
            .filter((id) => id !== "low")
            .toReversed()
            .map((id) => (
              <option key={id} value={id}>
                {severityName[id]} severity
              </option>
            ))}
        </Select>
      </Field>
      {models.length > 1 && (
        <Field label="Model" hint="One that is chosen has no fallbacks.">
          <Select value={options.model ?? ""} onChange={(event) => set({ model: event.target.value || null })}>
            <option value="">{visible(models[0] ?? "")} (default)</option>
            {models.slice(1).map((name) => (
              <option key={name} value={name}>
                {visible(name)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {models.length > 0 && (
        <Field label="Samples of the model" hint="More samples cost more and agree more.">
          <Select value={options.samples} onChange={(event) => set({ samples: Number(event.target.value) })}>
            {sampleCounts.map((count) => (
              <option key={count} value={count}>
                {count === 1 ? "1 sample" : `${count} samples, merged`}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div className="flex flex-wrap items-start justify-between gap-4 sm:pt-5">
        <Checkbox
          label="Review anew"
          note="Even if an equal review is in the cache."
          checked={options.noCache}
          onChange={(noCache) => set({ noCache })}
        />
        {optionsSet(options) > 0 && (
          <Button variant="ghost" size="sm" onClick={() => updateDraft({ options: noOptions })}>
            Back to the defaults
          </Button>
        )}
      </div>
    </div>
  );
}
