import { useNavigate } from "@tanstack/react-router";
import { FilterX, ListFilter } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { languages } from "@/lib/languages";
import { rubric, severities, severityName } from "@/lib/rubric";
import { SearchField } from "./search-field";
import { foldedFilters, isFiltered, sorts, statuses, type HistorySearch, type Sort } from "./search";

const statusNames: Record<(typeof statuses)[number], string> = {
  pending: "Queued",
  in_progress: "In progress",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};
const sortNames: Record<Sort, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  highest_score: "Highest score first",
  lowest_score: "Lowest score first",
};
const scores = Array.from({ length: 10 }, (_, index) => index + 1);

type Field_ = HTMLInputElement | HTMLSelectElement;

/** Each change goes into the address at once, so that a filtered history can be shared and gone back to. */
export function FilterBar({ search }: { search: HistorySearch }) {
  const navigate = useNavigate({ from: "/history" });
  const panelId = useId();
  const folded = foldedFilters(search);
  const [open, setOpen] = useState(folded > 0);
  const change = (next: Record<string, unknown>) =>
    void navigate({ search: (old) => ({ ...old, ...next, focus: undefined }) as HistorySearch, replace: true, resetScroll: false });
  const pick = (name: keyof HistorySearch) => (event: React.ChangeEvent<Field_>) =>
    change({ [name]: event.target.value || undefined });
  const pickNumber = (name: "min" | "max") => (event: React.ChangeEvent<Field_>) =>
    change({ [name]: event.target.value ? Number(event.target.value) : undefined });

  return (
    <search aria-label="Filter the history" className="block space-y-3">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_repeat(3,auto)] lg:grid-cols-[minmax(0,1fr)_10rem_9rem_12rem_auto]">
        <SearchField
          words={search.q ?? ""}
          takeFocus={search.focus === true}
          className="col-span-full lg:col-span-1"
          onSearch={(q) => change({ q: q || undefined })}
        />
        <Select aria-label="Language" value={search.language ?? ""} onChange={pick("language")}>
          <option value="">All languages</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select aria-label="Status" value={search.status ?? ""} onChange={pick("status")}>
          <option value="">Any status</option>
          {statuses.map((id) => (
            <option key={id} value={id}>
              {statusNames[id]}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Order"
          value={search.sort ?? "newest"}
          onChange={(event) => change({ sort: event.target.value === "newest" ? undefined : event.target.value })}
        >
          {sorts.map((id) => (
            <option key={id} value={id}>
              {sortNames[id]}
            </option>
          ))}
        </Select>
        <Button aria-expanded={open} aria-controls={panelId} onClick={() => setOpen(!open)}>
          <ListFilter aria-hidden />
          More filters{folded > 0 && `: ${folded}`}
        </Button>
      </div>
      {open && (
        <div id={panelId} className="grid grid-cols-2 gap-x-2 gap-y-3 rounded-lg border border-line bg-sunken p-3 sm:grid-cols-3 lg:grid-cols-6">
          <Field label="With a finding of">
            <Select value={search.severity ?? ""} onChange={pick("severity")}>
              <option value="">Any severity</option>
              {severities.map((id) => (
                <option key={id} value={id}>
                  {severityName[id]} severity
                </option>
              ))}
            </Select>
          </Field>
          <Field label="In the category">
            <Select value={search.category ?? ""} onChange={pick("category")}>
              <option value="">Any category</option>
              {rubric.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Score from">
            <Select value={search.min ?? ""} onChange={pickNumber("min")}>
              <option value="">Any</option>
              {scores.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </Select>
          </Field>
          <Field label="Score to">
            <Select value={search.max ?? ""} onChange={pickNumber("max")}>
              <option value="">Any</option>
              {scores.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </Select>
          </Field>
          <Field label="Submitted from">
            <Input type="date" value={search.from ?? ""} max={search.to} onChange={pick("from")} />
          </Field>
          <Field label="Submitted to">
            <Input type="date" value={search.to ?? ""} min={search.from} onChange={pick("to")} />
          </Field>
        </div>
      )}
      {isFiltered(search) && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => void navigate({ search: (old) => ({ sort: old.sort }), replace: true })}
        >
          <FilterX aria-hidden />
          Clear the filters
        </Button>
      )}
    </search>
  );
}
