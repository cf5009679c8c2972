import { CountingProxy } from "./counting-proxy.ts";
import { card, expect, faulty, submit, test } from "./fixtures.ts";

test("ten tabs share one stream, and each sees what happens in another", async ({ page, context, server, watched }) => {
  test.setTimeout(120_000);
  const proxy = await CountingProxy.start(server.url);
  try {
    watched.moveTo(proxy.url);
    await page.goto(proxy.url);
    const others = [];
    for (let i = 0; i < 9; i++) {
      const tab = await context.newPage();
      await tab.goto(proxy.url);
      others.push(tab);
    }
    for (const tab of [page, ...others]) await expect(tab.locator("[data-connection=open]")).toBeVisible();
    expect(proxy.most).toBe(1);

    await page.bringToFront();
    const id = await submit(page, `${faulty.code}\n# ${crypto.randomUUID()}\n`);
    for (const tab of others) await expect(card(tab, id).locator("[data-status=completed]")).toBeVisible();
    for (const tab of others) await tab.close();
    expect(proxy.most).toBe(1);
  } finally {
    await page.close();
    await proxy.stop();
  }
});
