import { rubric, severities } from "@/lib/rubric";
import { languageParam, oneOf, textParam } from "@/lib/search-params";
import type { Category, Severity } from "@/lib/api/types";

export const settingsParts = ["browser", "access", "server", "rules"] as const;
export type SettingsPart = (typeof settingsParts)[number];

/** The part that is shown, and the filters of the list of rules. */
export interface SettingsSearch {
  part?: SettingsPart;
  q?: string;
  language?: string;
  severity?: Severity;
  category?: Category;
}

export const readSettingsSearch = (raw: Record<string, unknown>): SettingsSearch => ({
  part: oneOf(raw.part, settingsParts.slice(1)),
  q: textParam(raw.q, 100),
  language: languageParam(raw.language),
  severity: oneOf(raw.severity, severities),
  category: oneOf(
    raw.category,
    rubric.map(({ id }) => id),
  ),
});
