import { expect, test } from "./fixtures.ts";

const canvas = "getComputedStyle(document.documentElement).backgroundColor";

test("dark is a click away, stays, and is there before the first paint", async ({ page, watched }) => {
  await page.goto("/");
  const light = await page.evaluate(canvas);
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const dark = await page.evaluate(canvas);
  expect(dark).not.toBe(light);

  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload({ waitUntil: "domcontentloaded" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.unroute("**/assets/*.js");
  await page.reload();
  await expect(page.getByRole("button", { name: "Switch to the light theme" })).toBeVisible();
  watched.forgive(/ERR_FAILED/);
});

test("the system's choice is followed until one is made", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/settings");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("where the system chooses the colours, what is on and where one is can still be seen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/settings");
  const ground = (selector: string) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  expect(await ground("[role=radio][data-state=on]")).not.toBe(await ground("[role=radio][data-state=off]"));
  for (const state of ["checked", "unchecked"]) {
    const switch_ = `[role=switch][data-state=${state}]`;
    expect(await ground(`${switch_} > span`), state).not.toBe(await ground(switch_));
  }
  const line = (selector: string) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).borderBottomColor);
  expect(await line("nav a[aria-current=page]")).not.toBe(await line("nav a:not([aria-current])"));
  // What is filled elsewhere has a border here, or it would read as text.
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Review code" })).toHaveCSS("border-top-width", "1px");
});
