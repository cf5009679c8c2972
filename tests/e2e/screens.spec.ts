import path from "node:path";
import type { Page } from "@playwright/test";
import { accessibilityFaults } from "./axe.ts";
import { card, expect, faulty, screenshots, submit, test } from "./fixtures.ts";

interface Screen {
  name: string;
  address: string;
  /** Brings it into the state that is looked at. */
  act?: (page: Page) => Promise<void>;
  /** It fills the window only. */
  window?: boolean;
}

async function screens(page: Page): Promise<Screen[]> {
  await page.goto("/");
  const first = await submit(page, faulty.code);
  await expect(card(page, first).locator("[data-status=completed]")).toBeVisible();
  const second = await submit(page, faulty.code.replace("eval(text)", "int(text)"));
  await expect(card(page, second).locator("[data-status=completed]")).toBeVisible();
  return [
    { name: "submit", address: "/" },
    { name: "submit-options", address: "/", act: (tab) => tab.getByRole("button", { name: "Options" }).click() },
    { name: "review", address: `/reviews/${first}` },
    {
      name: "review-dismiss",
      address: `/reviews/${first}`,
      act: async (tab) => {
        await tab.getByRole("button", { name: "Dismiss" }).first().click();
        await expect(tab.getByRole("form", { name: "Dismiss the finding" })).toBeVisible();
      },
    },
    { name: "history", address: "/history" },
    { name: "history-empty", address: "/history?language=toml&max=1" },
    { name: "analytics", address: "/analytics" },
    { name: "compare-pick", address: `/compare?before=${first}` },
    { name: "compare", address: `/compare/${first}/${second}` },
    { name: "settings", address: "/settings" },
    { name: "settings-keys", address: "/settings?part=access" },
    { name: "settings-server", address: "/settings?part=server" },
    { name: "settings-rules", address: "/settings?part=rules" },
    { name: "missing", address: "/no-such-page" },
    {
      name: "palette",
      address: "/",
      window: true,
      act: async (tab) => {
        await tab.keyboard.press("Control+k");
        await expect(tab.getByRole("dialog").getByRole("option").first()).toBeVisible();
      },
    },
    {
      name: "help",
      address: "/",
      window: true,
      act: async (tab) => {
        await tab.keyboard.press("?");
        await expect(tab.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
      },
    },
  ];
}

test.describe.configure({ mode: "parallel" });

for (const theme of ["light", "dark"] as const) {
  for (const width of [320, 768, 1280]) {
    test(`every screen in ${theme} at ${width} px: accessible, nothing sticks out`, async ({ page }) => {
      test.setTimeout(600_000);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: width < 500 ? 700 : 900 });
      for (const { name, address, act, window } of await screens(page)) {
        await page.goto(address);
        await expect(page.locator("main h1, main p").first()).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expect(page.locator("[data-connection=open]")).toBeVisible();
        await act?.(page);
        if (!window) await page.evaluate("scrollTo(0, 0)");
        await page.screenshot({ path: path.join(screenshots, `${name}-${theme}-${width}.png`), fullPage: !window });

        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(overflow, `${name} sticks out sideways`).toBeLessThanOrEqual(0);
        // The widths between 320 and 1280 have the same parts in other places.
        if (width === 768) continue;
        expect.soft(await accessibilityFaults(page), name).toEqual([]);
      }
    });
  }
}
