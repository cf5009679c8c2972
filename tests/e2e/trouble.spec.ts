import { elsewhere } from "./elsewhere.ts";
import { card, expect, faulty, stored, submit, test } from "./fixtures.ts";
import { Provider } from "./provider.ts";

test("a running submission can be cancelled", async ({ page, watched }) => {
  await elsewhere(page, watched, await Provider.start("hang"), async (server) => {
    const id = await submit(page, faulty.code);
    await expect(card(page, id).locator("[data-status=pending], [data-status=in_progress]")).toBeVisible();
    await card(page, id).getByRole("button", { name: /^Cancel/ }).click();
    await expect(card(page, id).locator("[data-status=cancelled]")).toBeVisible();
    const response = await page.request.get(`${server.url}/api/reviews/${id}`);
    expect(((await response.json()) as { status: string }).status).toBe("cancelled");
    // Nothing was reviewed: nothing stands beside the code, which has the room.
    await page.goto(`${server.url}/reviews/${id}`);
    await expect(page.getByText("This submission was cancelled.")).toBeVisible();
    await expect(page.locator('[data-line="1"]')).toBeVisible();
    await expect(page.getByRole("complementary")).toHaveCount(0);
    const notice = await page.getByText("This submission was cancelled.").locator("..").boundingBox();
    const code = await page.getByRole("region", { name: /^Code/ }).first().boundingBox();
    expect(Math.abs((code?.width ?? 0) - (notice?.width ?? 0))).toBeLessThan(20);
  });
});

test("findings appear while the review is still running", async ({ page, watched }) => {
  await elsewhere(page, watched, await Provider.start("hang"), async () => {
    const id = await submit(page, faulty.code);
    await card(page, id).getByRole("link").click();
    await expect(page.locator("[data-issue]").first()).toBeVisible();
    await expect(page.getByText(/findings? so far/)).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("This submission was cancelled")).toBeVisible();
  });
});

test("a failed review says why and keeps what was found", async ({ page, watched }) => {
  await elsewhere(page, watched, await Provider.start("refuse"), async () => {
    const id = await submit(page, faulty.code);
    await expect(card(page, id).locator("[data-status=failed]")).toBeVisible({ timeout: 45_000 });
    await card(page, id).getByRole("link").click();
    await expect(page.getByText("This review failed, so it has no score.")).toBeVisible();
    await expect(page.locator("[data-issue]").first()).toBeVisible();
  });
});

test("the page comes back to life after the server restarts", async ({ page, watched }) => {
  await elsewhere(page, watched, null, async (server) => {
    await server.kill();
    await expect(page.locator("[data-connection=reconnecting]")).toBeVisible();
    await server.restart();
    await expect(page.locator("[data-connection=open]")).toBeVisible({ timeout: 40_000 });
    const id = await submit(page, faulty.code);
    await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
    watched.forgive(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/);
  });
});

test("a server that is gone is said to be gone, and one can try again", async ({ page, watched }) => {
  await elsewhere(page, watched, null, async () => {
    await page.route("**/api/reviews?*", (route) => route.abort());
    await page.getByRole("link", { name: "History" }).first().click();
    await expect(page.getByText("The server cannot be reached")).toBeVisible();
    await page.unroute("**/api/reviews?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("No reviews yet")).toBeVisible();
    watched.forgive(/ERR_FAILED/);
  });
});

test("an unknown review is said to be unknown", async ({ page, watched }) => {
  await page.goto("/reviews/0192f0c1-0000-7000-8000-000000000000");
  await expect(page.getByText("There is no such review")).toBeVisible();
  watched.forgive(/status of 404/);
});

test("with the static reviewer alone the page says so", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("note")).toContainText("Static analysis reviews your code");
  const id = await submit(page, faulty.code);
  await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
});
