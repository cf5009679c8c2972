import path from "node:path";
import { accessibilityFaults } from "./axe.ts";
import { card, expect, faulty, screenshots, submit, test } from "./fixtures.ts";
import { Server } from "./server.ts";

// A server that asks for keys.
const guarded = test.extend<{ guard: Server }>({
  guard: async ({ watched }, use) => {
    const server = await Server.start({}, ["--access", "keys"]);
    watched.moveTo(server.url);
    await use(server);
    await server.stop();
  },
});

guarded("one signs in with a key, works, manages keys and signs out", async ({ page, guard, watched }) => {
  const secret = await guard.makeKey("root", "admin");
  await page.goto(`${guard.url}/settings?part=access`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  // Nothing of the page is there for whoever is not known.
  await expect(page.getByRole("heading", { name: "Settings" })).toHaveCount(0);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await page.getByLabel("API key").fill("assay_0000000000000000000000000000000000000000000000000000000000000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The server does not know this key")).toBeVisible();
  watched.forgive(/status of 401/);
  await page.getByLabel("API key").fill(secret);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Signed in with “root”")).toBeVisible();
  // The key itself is kept nowhere that a script could read.
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).not.toContain(secret);

  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog).toContainText("Give the key a name");
  await dialog.getByLabel("Name").fill("ci");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const made = (await dialog.locator("[data-secret]").textContent()) ?? "";
  expect(made).toMatch(/^assay_/);
  const asked = () => page.request.post(`${guard.url}/api/reviews`, {
    headers: { Authorization: `Bearer ${made}`, Cookie: "" },
    data: { language: "python", code: "print(1)\n" },
  });
  expect((await asked()).status()).toBe(202);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(made)).toHaveCount(0);

  await page.getByRole("button", { name: "Revoke ci" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("The key “ci” is revoked.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Revoke ci" })).toHaveCount(0);
  expect((await asked()).status()).toBe(401);

  await page.goto(guard.url);
  await expect(page.locator("[data-connection=open]")).toBeVisible();
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto(`${guard.url}/settings?part=access`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto(`${guard.url}/reviews/${id}`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.close();
});

guarded("a key that may only read sees no keys, and a revoked one is signed out at the next request", async ({ page, guard, watched }) => {
  const admin = await guard.makeKey("root", "admin");
  const secret = await guard.makeKey("reader", "read");
  await page.goto(`${guard.url}/settings?part=access`);
  await page.getByLabel("API key").fill(secret);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Signed in with “reader”")).toBeVisible();
  await expect(page.getByText("Keys are managed by whoever has one with the scope “admin”.")).toBeVisible();
  await expect(page.getByRole("button", { name: "New key" })).toHaveCount(0);

  const headers = { Authorization: `Bearer ${admin}`, Cookie: "" };
  const list = (await (await page.request.get(`${guard.url}/api/keys`, { headers })).json()) as { items: { id: string; name: string }[] };
  const reader = list.items.find(({ name }) => name === "reader")?.id;
  expect((await page.request.delete(`${guard.url}/api/keys/${reader}`, { headers })).ok()).toBe(true);
  await page.getByRole("link", { name: "History" }).first().click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  watched.forgive(/status of 401/);
  await page.close();
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    guarded(`the sign-in in ${theme} at ${width} px: accessible, empty and with a complaint`, async ({ page, guard }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 700 });
      await page.goto(guard.url);
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("Enter a key first.")).toBeVisible();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.screenshot({ path: path.join(screenshots, `sign-in-${theme}-${width}.png`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, "it sticks out sideways").toBeLessThanOrEqual(0);
      await page.close();
    });
  }
}

test("a server without access control says how keys are made, and asks for none", async ({ page }) => {
  await page.goto("/settings?part=access");
  await expect(page.getByText("This server asks for no key")).toBeVisible();
  await expect(page.getByRole("button", { name: "New key" })).toHaveCount(0);
});
