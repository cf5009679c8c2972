import type { BrowserContext, Page } from "@playwright/test";
import { CountingProxy } from "./counting-proxy.ts";
import { card, expect, faulty, submit, test, type PageWatch } from "./fixtures.ts";

/** Opens nine tabs beside `page` and lets one submission run; every tab must see it, over one stream. */
async function tenTabs(page: Page, context: BrowserContext, watched: PageWatch, target: string): Promise<void> {
  const proxy = await CountingProxy.start(target);
  try {
    watched.moveTo(proxy.url);
    await page.goto(proxy.url);
    const others: Page[] = [];
    for (let i = 0; i < 9; i++) {
      const tab = await context.newPage();
      await tab.goto(proxy.url);
      others.push(tab);
    }
    for (const tab of [page, ...others]) await expect(tab.locator("[data-connection=open]")).toBeVisible();
    expect(proxy.most).toBe(1);
    // The server counts them as well; of those that earlier tests left it learns at the next ping.
    await expect
      .poll(async () => {
        const metrics = await (await page.request.get(`${target}/metrics`)).text();
        return /^assay_sse_connections (\d+)/m.exec(metrics)?.[1];
      })
      .toBe("1");

    await page.bringToFront();
    const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
    for (const tab of others) await expect(card(tab, id).locator("[data-status=completed]")).toBeVisible();
    for (const tab of others) await tab.close();
    expect(proxy.most).toBe(1);
  } finally {
    await page.close();
    await proxy.stop();
  }
}

test("ten tabs share one stream, and each sees what happens in another", async ({ page, context, server, watched }) => {
  test.setTimeout(120_000);
  await tenTabs(page, context, watched, server.url);
});

test("so they do in a browser without shared workers: one of them leads", async ({ page, context, server, watched }) => {
  test.setTimeout(120_000);
  await context.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"));
  await tenTabs(page, context, watched, server.url);
});

test("when the tab that leads is closed, another takes over", async ({ page, context, server, watched }) => {
  await context.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"));
  const proxy = await CountingProxy.start(server.url);
  try {
    watched.moveTo(proxy.url);
    await page.goto(proxy.url);
    await expect(page.locator("[data-connection=open]")).toBeVisible();
    const second = await context.newPage();
    await second.goto(proxy.url);
    await expect(second.locator("[data-connection=open]")).toBeVisible();
    await page.close();
    await second.bringToFront();
    const id = await submit(second, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
    await expect(card(second, id).locator("[data-status=completed]")).toBeVisible();
    await expect(second.locator("[data-connection=open]")).toBeVisible();
    await expect.poll(() => proxy.open).toBe(1);
    await second.close();
  } finally {
    await proxy.stop();
  }
});
