import type { Page } from "@playwright/test";
import { card, expect, faulty, stored, submit, test } from "./fixtures.ts";

/** Opens a fresh review of the faulty code; nothing was said of its findings before. */
async function open(page: Page): Promise<string> {
  await page.goto("/");
  const id = await submit(page, faulty.code.replace("average", `average_${crypto.randomUUID().slice(0, 8)}`));
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto(`/reviews/${id}`);
  await expect(page.locator("[data-issue]").first()).toBeVisible();
  return id;
}

const stateOf = async (page: Page, review: string, issue: string | null) => {
  const response = await page.request.get(`/api/reviews/${review}`);
  const { issues } = (await response.json()) as { issues: { id: string; state: { status: string; reason: string | null } }[] };
  return issues.find(({ id }) => id === issue)?.state;
};

test("a finding is marked as fixed, that is kept, and it is taken back", async ({ page }) => {
  const id = await open(page);
  const finding = page.locator("[data-issue]").first();
  const issue = await finding.getAttribute("data-issue");
  await finding.getByRole("button", { name: "Mark as fixed" }).click();
  await expect(finding).toHaveAttribute("data-state", "fixed");
  // Its button is gone; whoever goes on by keyboard starts at the finding, not at the top of the page.
  await expect(finding).toBeFocused();
  await expect.poll(async () => (await stateOf(page, id, issue))?.status).toBe("fixed");

  await page.reload();
  await expect(finding).toHaveAttribute("data-state", "fixed");
  await finding.getByRole("button", { name: "Open again" }).click();
  await expect(finding).toHaveAttribute("data-state", "open");
  await expect.poll(async () => (await stateOf(page, id, issue))?.status).toBe("open");
});

test("a finding is dismissed for a reason that stands in every review that finds it, and undone", async ({ page }) => {
  const id = await open(page);
  const finding = page.locator("[data-issue]").nth(1);
  const issue = await finding.getAttribute("data-issue");
  await finding.getByRole("button", { name: "Dismiss" }).click();
  const reason = "Only the administrator's scripts call this.";
  await finding.getByLabel("Why is it dismissed?").fill(reason);
  await finding.getByRole("form", { name: "Dismiss the finding" }).getByRole("button", { name: "Dismiss" }).click();
  await expect(finding).toHaveAttribute("data-state", "dismissed");
  await expect(finding).toContainText(reason);
  await expect.poll(() => stateOf(page, id, issue)).toMatchObject({ status: "dismissed", reason });

  // Another run of the same code.
  await page.getByRole("button", { name: "Review again" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  const again = page.locator("[data-issue][data-state=dismissed]");
  await expect(again).toHaveCount(1);
  await expect(again).toContainText(reason);
  await again.getByRole("button", { name: "Open again" }).click();
  await expect(again).toHaveCount(0);
  // The offer to undo comes once the server has kept the change; that of the dismissal may still stand above it.
  const offer = page.locator("[aria-live=polite] > div", { hasText: "The finding is open again." });
  await offer.getByRole("button", { name: "Undo" }).click();
  await expect(again).toHaveCount(1);
  await expect(again).toContainText(reason);
});

test("the keys e, u and x mark the finding that is read", async ({ page }) => {
  await open(page);
  const finding = page.locator("[data-issue]").first();
  await page.keyboard.press("j");
  await expect(finding).toBeFocused();
  await page.keyboard.press("e");
  await expect(finding).toHaveAttribute("data-state", "fixed");
  await page.keyboard.press("u");
  await expect(finding).toHaveAttribute("data-state", "open");
  await page.keyboard.press("x");
  await expect(finding.getByLabel("Why is it dismissed?")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(finding).toBeFocused();
  await expect(finding).toHaveAttribute("data-state", "open");
});

test("of two marks in quick succession the last one holds, whenever the first is answered", async ({ page }) => {
  const id = await open(page);
  const finding = page.locator("[data-issue]").first();
  const issue = await finding.getAttribute("data-issue");
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const asked: string[] = [];
  await page.route("**/issues/**", async (route) => {
    asked.push((route.request().postDataJSON() as { status: string }).status);
    if (asked.length === 1) await held;
    await route.continue();
  });
  await page.keyboard.press("j");
  await expect(finding).toBeFocused();
  await page.keyboard.press("e");
  await expect(finding).toHaveAttribute("data-state", "fixed");
  await page.keyboard.press("u");
  await expect(finding).toHaveAttribute("data-state", "open");
  expect(asked).toEqual(["fixed"]);
  release();
  await expect(page.getByText("The finding is open again.")).toBeVisible();
  await expect(finding).toHaveAttribute("data-state", "open");
  expect(asked).toEqual(["fixed", "open"]);
  expect((await stateOf(page, id, issue))?.status).toBe("open");
});

test("what the server refuses to keep is taken back on the page", async ({ page, watched }) => {
  const id = await open(page);
  const finding = page.locator("[data-issue]").first();
  await page.route("**/issues/**", (route) => route.abort());
  await finding.getByRole("button", { name: "Mark as fixed" }).click();
  await expect(page.getByText("This could not be kept")).toBeVisible();
  await expect(finding).toHaveAttribute("data-state", "open");
  await page.unroute("**/issues/**");
  expect((await stored(page, id)).status).toBe("completed");
  watched.forgive(/ERR_FAILED/);
});
