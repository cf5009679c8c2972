import type { Category, Rule, Severity } from "@/lib/api/types";

export interface RuleFilter {
  q?: string;
  language?: string;
  severity?: Severity;
  category?: Category;
}

/** All words must stand in the id, title, detail or CWE numbers; a rule for no language is one for all. */
export function matchesRule(rule: Rule, { q, language, severity, category }: RuleFilter): boolean {
  if (severity && rule.severity !== severity) return false;
  if (category && rule.category !== category) return false;
  if (language && rule.languages.length > 0 && !rule.languages.includes(language)) return false;
  const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = `${rule.id} ${rule.title} ${rule.detail} ${rule.cwe.map((id) => `cwe-${id}`).join(" ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
