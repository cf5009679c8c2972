import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Not in the tags' selection, because axe counts it as experimental: who speaks what is written on a button must reach it.
const also = { "label-content-name-mismatch": { enabled: true } };

/** What breaks WCAG 2.2 A or AA on the page as it stands: rule and elements, a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ rules: also }).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
