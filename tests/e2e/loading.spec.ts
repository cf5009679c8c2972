import { card, expect, faulty, submit, test } from "./fixtures.ts";

test("the head of the page and the files of its screen do not wait for the entry", async ({ page, watched }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/assets/app-*.js", (route) => route.abort());
  await page.goto("/analytics", { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("banner").getByRole("link", { name: "Assay" })).toBeVisible();
  await expect.poll(() => asked.some((path) => path.startsWith("/assets/analytics-page-"))).toBe(true);
  expect(asked.filter((path) => /-page-/.test(path))).toHaveLength(1);
  watched.forgive(/ERR_FAILED/);
});

test("what a review is made of is asked for once, and before the entry runs", async ({ page, watched }) => {
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const parts = [`/api/reviews/${id}`, `/api/reviews/${id}/code`];
  const times = (path: string) => asked.filter((other) => other === path).length;

  await page.route("**/assets/app-*.js", (route) => route.abort());
  await page.goto(`/reviews/${id}`, { waitUntil: "domcontentloaded" });
  await expect.poll(() => parts.map(times)).toEqual([1, 1]);
  watched.forgive(/ERR_FAILED/);

  await page.unroute("**/assets/app-*.js");
  asked.length = 0;
  await page.goto(`/reviews/${id}`);
  await expect(page.locator("[data-issue]").first()).toBeVisible();
  await expect(page.locator("[data-connection=open]")).toBeVisible();
  expect(parts.map(times)).toEqual([1, 1]);

  // Nothing below moves when it is known who reviews.
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => (entry as PerformanceEntry & { value: number }).value))).observe({ type: "layout-shift", buffered: true });
  });
  asked.length = 0;
  await page.goto("/");
  await expect(page.getByRole("note")).toBeVisible();
  await expect(page.locator("[data-connection=open]")).toBeVisible();
  expect(times("/readyz")).toBe(1);
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0))).toBeLessThan(0.005);
});

test("the session is asked for once, along with the entry", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  const sessions = asked.filter((path) => path === "/api/session");
  expect(sessions).toHaveLength(1);
  expect(asked.indexOf("/api/session")).toBeLessThan(asked.findIndex((path) => path.startsWith("/assets/inter-")));
});
