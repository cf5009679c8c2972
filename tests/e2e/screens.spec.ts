import { AxeBuilder } from "@axe-core/playwright";
import path from "node:path";
import type { Page } from "@playwright/test";
import { card, expect, faulty, submit, test } from "./fixtures.ts";

const folder = path.resolve(import.meta.dirname, "../../web/test-results/screens");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function screens(page: Page): Promise<Record<string, string>> {
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  return {
    submit: "/",
    review: `/reviews/${id}`,
    history: "/history",
    "history-empty": "/history?language=toml&max=1",
    analytics: "/analytics",
    settings: "/settings",
    missing: "/no-such-page",
  };
}

for (const theme of ["light", "dark"] as const) {
  for (const width of [320, 768, 1440]) {
    test(`every screen in ${theme} at ${width} px: accessible, nothing sticks out`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: width < 500 ? 700 : 900 });
      for (const [name, address] of Object.entries(await screens(page))) {
        await page.goto(address);
        await expect(page.locator("main h1, main p").first()).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expect(page.locator("[data-connection=open]")).toBeVisible();
        await page.evaluate("scrollTo(0, 0)");
        await page.screenshot({ path: path.join(folder, `${name}-${theme}-${width}.png`), fullPage: true });

        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(overflow, `${name} sticks out sideways`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
        expect.soft(found, name).toEqual([]);
      }
    });
  }
}
