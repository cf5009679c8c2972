import { elsewhere } from "./elsewhere.ts";
import { FakeProvider } from "./fake-provider.ts";
import { card, expect, paste, stored, submit, test } from "./fixtures.ts";

test("from submit over live to done: stages in words, findings one by one, a score at the end", async ({ page, watched }) => {
  const lines = Array.from({ length: 12 }, (_, index) => `total_${index} = price_${index} / count_${index}`);
  const issues = lines.map((quote, index) => ({ quote, line: index + 1, title: `Division ${index}`, detail: "The count may be 0." }));
  const provider = await FakeProvider.start({ issues, summary: "Twelve divisions.", chunkBytes: 48, chunkDelayMs: 25 });
  await elsewhere(page, watched, provider, async () => {
    const id = await submit(page, lines.join("\n"));
    const active = card(page, id);
    await expect(active.locator("[data-status=in_progress]")).toBeVisible();
    await expect(active.getByRole("progressbar")).toHaveAttribute("aria-valuetext", /Preparing|Analysing|Verifying/);
    await active.getByRole("link").click();
    await expect(page.locator(".cm-content")).toHaveCount(0);

    const found = page.locator("[data-issue]");
    await expect(found.first()).toBeVisible();
    await expect(page.getByText(/findings? so far/)).toBeVisible();
    const early = await found.count();
    expect(early).toBeLessThan(lines.length);
    await expect(found).toHaveCount(lines.length, { timeout: 30_000 });
    const review = await (async () => {
      await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
      return stored(page, id);
    })();
    await expect(page.getByRole("img", { name: `Score ${review.score} of 10` })).toBeVisible();
    await expect(page.getByText("Twelve divisions.")).toBeVisible();
  });
});

test("what is being read stays where it is when findings arrive above it", async ({ page, watched }) => {
  const lines = Array.from({ length: 200 }, (_, index) => (index < 10 ? `early_${index} = a / b_${index}` : `line_${index} = ${index}`));
  const issues = Array.from({ length: 10 }, (_, index) => ({ quote: `early_${index} = a / b_${index}`, line: index + 1, title: `Division ${index}`, detail: "The divisor may be 0." }));
  const provider = await FakeProvider.start({ issues, chunkBytes: 40, chunkDelayMs: 30 });
  await elsewhere(page, watched, provider, async () => {
    await paste(page, lines.join("\n"));
    const id = await submit(page, lines.join("\n"));
    await card(page, id).getByRole("link").click();
    await expect(page.locator("[data-issue]").first()).toBeVisible();
    const read = page.locator('[data-line="150"]');
    await read.scrollIntoViewIfNeeded();
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, 60);
    await expect(read).toBeInViewport();
    // Wheel scrolling is smooth; wait until it has come to rest.
    const top = () => read.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    let before = await top();
    await expect.poll(async () => { const was = before; before = await top(); return before === was; }).toBe(true);
    const already = await page.locator("[data-issue]").count();
    expect(already).toBeLessThan(10);
    await expect(page.locator("[data-issue]")).toHaveCount(10, { timeout: 30_000 });
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  });
});
