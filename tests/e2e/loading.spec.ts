import { expect, test } from "./fixtures.ts";

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

test("the session is asked for once, along with the entry", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  const sessions = asked.filter((path) => path === "/api/session");
  expect(sessions).toHaveLength(1);
  expect(asked.indexOf("/api/session")).toBeLessThan(asked.findIndex((path) => path.startsWith("/assets/inter-")));
});
