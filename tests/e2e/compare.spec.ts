import type { Page } from "@playwright/test";
import { card, expect, faulty, submit, test } from "./fixtures.ts";

async function review(page: Page, code: string): Promise<string> {
  await page.goto("/");
  const id = await submit(page, code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  return id;
}

test("two reviews are chosen and compared: what is fixed, what is new, what is still there", async ({ page }) => {
  const mark = crypto.randomUUID();
  const before = await review(page, `${faulty.code}# ${mark}\n`);
  // eval is gone, a pickle came instead, two lines further down.
  const changed = `import pickle\n\n${faulty.code.replace("eval(text)", "pickle.loads(text)")}# ${mark}\n`;
  const after = await review(page, changed);

  await page.goto(`/reviews/${before}`);
  await page.getByRole("button", { name: "More to do with this review" }).click();
  await page.getByRole("menuitem", { name: "Compare with another" }).click();
  await expect(page).toHaveURL(/\/compare\?before=/);
  const later = page.getByRole("group", { name: "After" });
  // What is chosen on one side cannot be chosen on the other.
  await expect(later.getByRole("button", { disabled: true })).toContainText("chosen on the other side");
  await later.getByRole("button", { name: /Python/ }).first().click();
  await expect(page).toHaveURL(new RegExp(`after=${after}`));
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page).toHaveURL(new RegExp(`/compare/${before}/${after}`));

  const response = await page.request.get(`/api/reviews/${before}/compare/${after}`);
  const { counts } = (await response.json()) as { counts: Record<"new" | "fixed" | "persisting", number> };
  expect(Math.min(counts.new, counts.fixed, counts.persisting)).toBeGreaterThan(0);
  await page.getByRole("tab", { name: `Fixed ${counts.fixed}` }).click();
  await expect(page.getByRole("tabpanel")).toContainText("run as");
  await page.getByRole("tab", { name: `Still there ${counts.persisting}` }).click();
  await expect(page.getByRole("tabpanel").getByRole("listitem")).toHaveCount(counts.persisting);
  await expect(page.getByRole("tabpanel")).toContainText("It was at line 10.");
  await page.getByRole("tab", { name: `New ${counts.new}` }).click();
  const found = page.getByRole("tabpanel").getByRole("link", { name: /pickle/ });
  await found.click();
  await expect(page).toHaveURL(new RegExp(`/reviews/${after}\\?issue=`));
  await expect(page.locator("[data-issue]:focus")).toContainText("pickle");
});

test("a rerun leads to the comparison with the run before", async ({ page }) => {
  const id = await review(page, `${faulty.code}# ${crypto.randomUUID()}\n`);
  await page.goto(`/reviews/${id}`);
  await page.getByRole("button", { name: "Review again" }).click();
  await page.getByRole("link", { name: "Compare with the run before" }).click();
  await expect(page).toHaveURL(new RegExp(`/compare/${id}/`));
  await expect(page.getByRole("tab", { name: /^New 0/ })).toBeVisible();
  await expect(page.getByRole("tab", { name: /^Fixed 0/ })).toBeVisible();
});

test("two that cannot be compared are said to be so", async ({ page, watched }) => {
  await page.goto("/compare/0192f0c1-0000-7000-8000-000000000000/0192f0c1-0000-7000-8000-000000000001");
  await expect(page.getByText("These two cannot be compared")).toBeVisible();
  await page.getByRole("link", { name: "Choose others" }).last().click();
  await expect(page).toHaveURL(/\/compare$/);
  watched.forgive(/status of 404/);
});
