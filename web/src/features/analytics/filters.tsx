import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { languages } from "@/lib/languages";
import { dayBefore, type AnalyticsSearch } from "./search";

const ranges = [
  { name: "7 days", back: 6 },
  { name: "30 days", back: 29 },
  { name: "90 days", back: 89 },
  { name: "All", back: null },
] as const;

/** Language and days, kept in the address. */
export function AnalyticsFilters({ search }: { search: AnalyticsSearch }) {
  const navigate = useNavigate({ from: "/analytics" });
  const [today] = useState(() => Date.now());
  const go = (change: Partial<AnalyticsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const change = (name: keyof AnalyticsSearch) => (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
    go({ [name]: event.target.value || undefined });
  const startOf = (back: number | null) => (back === null ? undefined : dayBefore(today, back));
  return (
    <search aria-label="Filter the figures" className="flex flex-wrap items-end gap-x-3 gap-y-3">
      <Field label="Language" className="w-full sm:w-44">
        <Select value={search.language ?? ""} onChange={change("language")}>
          <option value="">All languages</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="From" className="w-[calc(50%-0.375rem)] sm:w-40">
        <Input type="date" value={search.from ?? ""} max={search.to} onChange={change("from")} />
      </Field>
      <Field label="To" className="w-[calc(50%-0.375rem)] sm:w-40">
        <Input type="date" value={search.to ?? ""} min={search.from} onChange={change("to")} />
      </Field>
      <div role="group" aria-label="Range" className="flex h-9 items-center gap-1">
        {ranges.map(({ name, back }) => (
          <Button
            key={name}
            variant="ghost"
            size="sm"
            aria-pressed={search.to === undefined && search.from === startOf(back)}
            onClick={() => go({ from: startOf(back), to: undefined })}
          >
            {name}
          </Button>
        ))}
      </div>
    </search>
  );
}
