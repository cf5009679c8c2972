import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ChevronRight, CircleCheck, CircleSlash, Search, SearchX } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input, Select } from "@/components/ui/field";
import { Prose } from "@/components/ui/prose";
import { SeverityBadge } from "@/components/ui/severity";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { rulesQuery } from "@/lib/api/queries";
import type { Rule } from "@/lib/api/types";
import { plural } from "@/lib/format";
import { languageName, languages } from "@/lib/languages";
import { categoryName, rubric, severities, severityName } from "@/lib/rubric";
import { matchesRule } from "./match-rule";
import type { SettingsSearch } from "./search";

const route = getRouteApi("/settings");
const atFirst = 40;

/** The rules of the static reviewer, and which are on. */
export function RulesPart() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/settings" });
  const query = useQuery(rulesQuery());
  const [words, setWords] = useState(search.q ?? "");
  const wanted = useDeferredValue(words);
  const [all, setAll] = useState(false);
  const { language, severity, category } = search;
  const found = useMemo(
    () => (query.data?.items ?? []).filter((rule) => matchesRule(rule, { q: wanted, language, severity, category })),
    [query.data, wanted, language, severity, category],
  );
  const pick = (name: keyof SettingsSearch) => (event: React.ChangeEvent<HTMLSelectElement>) =>
    void navigate({ search: (old) => ({ ...old, [name]: event.target.value || undefined }), replace: true, resetScroll: false });

  if (query.isPending) return <Skeleton className="h-96" />;
  if (query.isError) {
    return (
      <Card>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const off = query.data.items.filter((rule) => !rule.enabled).length;
  return (
    <div className="space-y-3">
      <search aria-label="Filter the rules" className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_repeat(3,9.5rem)]">
        <span className="relative col-span-2 sm:col-span-1">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-muted" />
          <Input
            type="search"
            aria-label="Search the rules"
            placeholder="Name, text or CWE number"
            className="pl-9"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            onBlur={() => void navigate({ search: (old) => ({ ...old, q: words.trim() || undefined }), replace: true, resetScroll: false })}
          />
        </span>
        <Select aria-label="Language" value={language ?? ""} onChange={pick("language")}>
          <option value="">All languages</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select aria-label="Severity" value={severity ?? ""} onChange={pick("severity")}>
          <option value="">Any severity</option>
          {severities.map((id) => (
            <option key={id} value={id}>
              {severityName[id]}
            </option>
          ))}
        </Select>
        <Select aria-label="Category" value={category ?? ""} onChange={pick("category")} className="max-sm:col-span-2">
          <option value="">Any category</option>
          {rubric.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </search>
      <p className="text-sm text-ink-muted" aria-live="polite">
        {found.length === query.data.items.length ? plural(found.length, "rule") : `${found.length} of ${plural(query.data.items.length, "rule")}`}
        {off > 0 && `, ${off} of them off`}
      </p>
      {found.length === 0 ? (
        <Card variant="quiet">
          <EmptyState icon={SearchX} title="No rule matches" compact>
            Try fewer letters, or another language.
          </EmptyState>
        </Card>
      ) : (
        <Card className="divide-y divide-line">
          {(all ? found : found.slice(0, atFirst)).map((rule) => (
            <RuleRow key={rule.id} rule={rule} />
          ))}
        </Card>
      )}
      {!all && found.length > atFirst && <Button onClick={() => setAll(true)}>Show all {found.length}</Button>}
    </div>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  return (
    <details className="group">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5 -outline-offset-2 hover:bg-hover">
        <ChevronRight aria-hidden className="-ml-1 size-4 shrink-0 text-ink-muted transition-transform group-open:rotate-90" />
        <span className="min-w-0 flex-1 basis-56">
          <span className="block text-sm font-medium [overflow-wrap:anywhere]">
            <Prose text={rule.title} holes />
          </span>
          <code className="font-mono text-2xs text-ink-muted [overflow-wrap:anywhere]">{rule.id}</code>
        </span>
        <span className="flex flex-wrap items-center gap-1.5">
          <SeverityBadge severity={rule.severity} />
          <Badge>{categoryName(rule.category)}</Badge>
          <Badge tone={rule.enabled ? "good" : "plain"}>
            {rule.enabled ? <CircleCheck aria-hidden /> : <CircleSlash aria-hidden />}
            {rule.enabled ? "on" : "off"}
          </Badge>
        </span>
      </summary>
      <div className="px-4 pt-1 pb-4 pl-8 text-sm">
        <p className="max-w-prose whitespace-pre-line text-ink-soft">
          <Prose text={rule.detail} holes />
        </p>
        <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-muted">
          <span>{rule.languages.length === 0 ? "All languages" : rule.languages.map(languageName).join(", ")}</span>
          {rule.cwe.map((id) => (
            <span key={id}>CWE-{id}</span>
          ))}
          <span>{Math.round(rule.confidence * 100)} % sure</span>
          {rule.has_fix && <span>suggests a change</span>}
          {rule.origin === "own" && <span>a rule of your own</span>}
        </p>
      </div>
    </details>
  );
}
