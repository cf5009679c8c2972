import { useNavigate } from "@tanstack/react-router";
import { FilterX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { languages } from "@/lib/languages";
import { isFiltered, type HistorySearch } from "./search";

const statuses = [
  ["pending", "Queued"],
  ["in_progress", "In progress"],
  ["completed", "Completed"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
] as const;
const scores = Array.from({ length: 10 }, (_, index) => index + 1);

/** Each change goes into the address at once, so that a filtered history can be shared and gone back to. */
export function FilterBar({ search }: { search: HistorySearch }) {
  const navigate = useNavigate({ from: "/history" });
  const change = (next: Partial<HistorySearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next, page: undefined }), replace: true, resetScroll: false });
  const pick = (name: "language" | "status") => (event: React.ChangeEvent<HTMLSelectElement>) =>
    change({ [name]: event.target.value || undefined });
  const score = (name: "min" | "max") => (event: React.ChangeEvent<HTMLSelectElement>) =>
    change({ [name]: event.target.value ? Number(event.target.value) : undefined });
  const day = (name: "from" | "to") => (event: React.ChangeEvent<HTMLInputElement>) =>
    change({ [name]: event.target.value || undefined });

  return (
    <search aria-label="Filter the history" className="grid grid-cols-2 gap-x-3 gap-y-3 sm:grid-cols-3 lg:flex lg:items-end">
      <Field label="Language" className="lg:w-40">
        <Select value={search.language ?? ""} onChange={pick("language")}>
          <option value="">Any</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Status" className="lg:w-36">
        <Select value={search.status ?? ""} onChange={pick("status")}>
          <option value="">Any</option>
          {statuses.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Score from" className="lg:w-24">
        <Select value={search.min ?? ""} onChange={score("min")}>
          <option value="">Any</option>
          {scores.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </Select>
      </Field>
      <Field label="Score to" className="lg:w-24">
        <Select value={search.max ?? ""} onChange={score("max")}>
          <option value="">Any</option>
          {scores.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </Select>
      </Field>
      <Field label="From" className="lg:w-40">
        <Input type="date" value={search.from ?? ""} max={search.to} onChange={day("from")} />
      </Field>
      <Field label="To" className="lg:w-40">
        <Input type="date" value={search.to ?? ""} min={search.from} onChange={day("to")} />
      </Field>
      {isFiltered(search) && (
        <Button
          variant="ghost"
          className="self-end max-lg:col-span-full max-lg:justify-self-start"
          onClick={() => void navigate({ search: {}, replace: true })}
        >
          <FilterX aria-hidden />
          Clear
        </Button>
      )}
    </search>
  );
}
