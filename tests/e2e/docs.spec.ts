import path from "node:path";
import { accessibilityFaults } from "./axe.ts";
import { expect, screenshots, test } from "./fixtures.ts";

for (const theme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`the description of the API in ${theme} at ${width} px: accessible, nothing sticks out`, async ({ page }) => {
      // Axe looks at every element of the longest page there is.
      test.setTimeout(600_000);
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/docs");
      await expect(page.getByRole("heading", { name: /^Assay API/, level: 1 })).toBeVisible();
      // On a phone the list of operations is folded, and the text begins on the first screen.
      await expect(page.getByRole("link", { name: "Hand in code for review" })).toBeVisible({ visible: width > 1000 });
      await expect(page.getByRole("heading", { level: 1 })).toBeInViewport();
      // Where there is room for a few letters only, the words stand below what they are about.
      const words = await page.getByText("Only this language.").first().boundingBox();
      expect(words?.width).toBeGreaterThan(200);
      await page.screenshot({ path: path.join(screenshots, `docs-${theme}-${width}.png`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, "it sticks out sideways").toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  }
}
