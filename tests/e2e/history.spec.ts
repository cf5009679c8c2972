import { card, expect, faulty, submit, test } from "./fixtures.ts";

test("the history shows a review, filters it and keeps the filter in the address", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name: "History" }).click();
  const row = page.locator(`tbody a[href="/reviews/${id}"]`);
  await expect(row).toBeVisible();

  await page.getByLabel("Language").selectOption("php");
  await expect(page).toHaveURL(/language=php/);
  await expect(row).toHaveCount(0);
  await page.getByLabel("Language").selectOption("python");
  await expect(row).toBeVisible();
  await page.getByLabel("Status").selectOption("failed");
  await expect(row).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("Language")).toHaveValue("python");
  await expect(page.getByLabel("Status")).toHaveValue("failed");
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(row).toBeVisible();

  await row.click();
  await expect(page).toHaveURL(new RegExp(`/reviews/${id}`));
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page).toHaveURL(/\/history/);
});

test("pages follow each other", async ({ page, request }) => {
  for (let i = 0; i < 23; i++) {
    const response = await request.post("/api/reviews", { data: { language: "lua", code: `print(${i}, "${crypto.randomUUID()}")` } });
    expect(response.status()).toBe(202);
  }
  await page.goto("/history?language=lua");
  await expect(page.getByText(/Page 1 of \d/)).toBeVisible();
  const first = await page.locator("tbody a").first().getAttribute("href");
  await page.getByRole("button", { name: "Older" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText(/Page 2 of \d/)).toBeVisible();
  await expect.poll(() => page.locator("tbody a").first().getAttribute("href")).not.toBe(first);
  await page.getByRole("button", { name: "Newer" }).click();
  await expect.poll(() => page.locator("tbody a").first().getAttribute("href")).toBe(first);
});

test("analytics count what was reviewed", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto("/analytics");
  const stats = (await (await page.request.get("/api/stats")).json()) as { total: number; common_issues: string[] };
  await expect(page.getByText("Completed reviews").locator("..")).toContainText(stats.total.toLocaleString("en"));
  await expect(page.getByRole("table", { name: "Common findings" })).toContainText((stats.common_issues[0] ?? "").replaceAll("`", ""));
});
