import { card, expect, faulty, test } from "./fixtures.ts";

test("a review from start to end without a mouse, the focus always in sight", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Language")).toBeFocused();
  for (let i = 0; i < 8 && !(await page.locator(".cm-content").evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press("Tab");
  }
  await expect(page.locator(".cm-content")).toBeFocused();
  await page.keyboard.insertText(`${faulty.code}\n# ${crypto.randomUUID()}`);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/api/reviews") && answer.request().method() === "POST"),
    page.keyboard.press("Control+Enter"),
  ]);
  const { id } = (await response.json()) as { id: string };
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  // Out of the editor, then to the first row of the list, and into it.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.locator(".cm-content")).not.toBeFocused();
  await expect(page.locator("[data-row]").first()).toHaveAttribute("href", `/reviews/${id}`);
  await page.keyboard.press("j");
  await expect(page.locator("[data-row]").first()).toBeFocused();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/reviews\//);
  await expect(page.locator("[data-issue]").first()).toBeVisible();
  await page.keyboard.press("j");
  const focused = page.locator("[data-issue]:focus");
  await expect(focused).toHaveCount(1);
  await expect(focused).toBeInViewport();
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Search the history")).toBeFocused();
});

test("the palette goes anywhere, and gives the focus back", async ({ page }) => {
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("analy");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/analytics/);
  await expect(palette).toHaveCount(0);
  // A new screen takes the focus when it is there.
  await expect(page.getByRole("heading", { name: "Analytics" })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  const find = page.getByRole("button", { name: /^Find.*a page, a review or a command$/ });
  await find.focus();
  await page.keyboard.press("Enter");
  await expect(palette).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await expect(find).toBeFocused();
});

test("the help lists the keys, and single keys can be switched off", async ({ page }) => {
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard" });
  await expect(help).toContainText("Next finding or row");
  await help.getByRole("switch", { name: "Single keys" }).click();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("a");
  await page.keyboard.press("?");
  // What these two would have done would be there by the time the palette is.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await expect(help).toHaveCount(0);
  await expect(page).toHaveURL(/\/history/);
  await page.goto("/settings");
  await expect(page.getByRole("switch", { name: "Single-key shortcuts" })).not.toBeChecked();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
});
