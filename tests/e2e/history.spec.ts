import { card, expect, faulty, submit, test } from "./fixtures.ts";

test("the history shows a review, filters it and keeps the filter in the address", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name: "History" }).click();
  // Until it is there, the screen before has a row for the review and a field for the language as well.
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
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
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(row).toBeVisible();

  await row.click();
  await expect(page).toHaveURL(new RegExp(`/reviews/${id}`));
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page).toHaveURL(/\/history/);
});

test("lists ask for summaries, and count findings by severity all the same", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && new URL(request.url()).pathname === "/api/reviews") asked.push(request.url());
  });
  const whole: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && /^\/api\/reviews\/[^/]+$/.test(new URL(request.url()).pathname)) whole.push(request.url());
  });
  await page.goto("/");
  const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await expect(card(page, id)).toContainText("high");
  await page.goto("/history");
  const { issues } = (await (await page.request.get(`/api/reviews/${id}`)).json()) as { issues: { severity: string }[] };
  const high = issues.filter(({ severity }) => severity === "high").length;
  expect(high).toBeGreaterThan(0);
  await expect(page.locator("tbody tr", { has: page.locator(`a[href="/reviews/${id}"]`) })).toContainText(`${high}high`);
  await page.goto(`/compare?before=${id}`);
  await expect(page.getByRole("heading", { name: "Compare" })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((url) => !url.includes("fields=summary"))).toEqual([]);
  expect(whole, "a card needs no finding").toEqual([]);
  const list = await (await page.request.get(asked.at(-1) ?? "")).text();
  expect(list).toContain(id);
  expect(list).not.toContain('"issues"');
});

test("a long history loads as it is scrolled, and only what is near is in the page", async ({ page, request }) => {
  const count = 120;
  for (let i = 0; i < count; i++) {
    const response = await request.post("/api/reviews", { data: { language: "lua", filename: `step-${i}.lua`, code: `print(${i}, "${crypto.randomUUID()}")` } });
    expect(response.status()).toBe(202);
  }
  await page.goto("/history?language=lua");
  const rows = page.locator("tbody [data-row]");
  await expect(rows.first()).toContainText(`step-${count - 1}.lua`);
  await expect(page.getByText(`${count} reviews with these filters`)).toBeVisible();
  const oldest = page.getByRole("link", { name: "step-0.lua", exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    await expect(oldest).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await rows.count()).toBeLessThan(60);
  await expect(page.getByText("That is all.")).toBeVisible();
});

test("analytics count what was reviewed", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto("/analytics");
  // What another test left running may still be counted meanwhile.
  await expect(async () => {
    const stats = (await (await page.request.get("/api/stats")).json()) as { total: number; common_issues: string[] };
    await expect(page.locator("dl > div", { hasText: "Completed reviews" })).toContainText(stats.total.toLocaleString("en"), { timeout: 1000 });
    await expect(page.getByRole("table", { name: "Common findings" })).toContainText((stats.common_issues[0] ?? "").replaceAll("`", ""), { timeout: 1000 });
  }).toPass();
});
