import { elsewhere } from "./elsewhere.ts";
import type { ModelIssue } from "./fake-provider.ts";
import { card, expect, stored, submit, test } from "./fixtures.ts";
import { ScriptedProvider } from "./scripted-provider.ts";

const division = (number: number): ModelIssue => ({
  quote: `total_${number} = price / count_${number}`,
  line: number + 1,
  title: `Division ${number}`,
  detail: "The count may be 0.",
});

test("from submit over live to done: stages in words, findings one by one, a score at the end", async ({ page, watched }) => {
  const provider = await ScriptedProvider.start();
  await elsewhere(page, watched, provider, async () => {
    const issues = [0, 1, 2].map(division);
    const id = await submit(page, issues.map(({ quote }) => quote).join("\n"));
    const active = card(page, id);
    await expect(active.locator("[data-status=in_progress]")).toBeVisible();
    await expect(active.getByRole("progressbar")).toHaveAttribute("aria-valuetext", /Preparing|Analysing/);
    await active.getByRole("link").click();
    await expect(page.locator(".cm-content")).toHaveCount(0);

    const found = page.locator("[data-issue]");
    for (const [index, issue] of issues.entries()) {
      await provider.find(issue);
      await expect(found).toHaveCount(index + 1);
      await expect(page.getByText(`${index + 1} ${index === 0 ? "finding" : "findings"} so far`)).toBeVisible();
      // It is not stored yet, so nothing can be said of it.
      await expect(found.getByRole("button", { name: "Mark as fixed" })).toHaveCount(0);
    }
    await provider.finish("Three divisions.");
    // It is the model's count, and the page says so beside its own.
    const summary = page.getByRole("region", { name: "Summary" });
    await expect(summary).toContainText("Three divisions.");
    await expect(summary).toContainText(/In the words of \S/);
    await expect(summary).toContainText("Written before findings were checked, merged and filtered: 3 findings are shown.");
    const review = await stored(page, id);
    expect(review.status).toBe("completed");
    await expect(page.getByRole("img", { name: `Score ${review.score} of 10` })).toBeVisible();
    await expect(found).toHaveCount(3);
  });
});

test("whoever comes in the middle of a review sees what was found before, then what comes", async ({ page, watched }) => {
  const provider = await ScriptedProvider.start();
  await elsewhere(page, watched, provider, async (server) => {
    const issues = [0, 1, 2].map(division);
    const id = await submit(page, issues.map(({ quote }) => quote).join("\n"));
    await card(page, id).getByRole("link").click();
    const found = page.locator("[data-issue]");
    for (const issue of issues.slice(0, 2)) await provider.find(issue);
    await expect(found).toHaveCount(2);

    await page.reload();
    await expect(found).toHaveCount(2);
    await expect(page.getByText("Analysing", { exact: true })).toBeVisible();
    await page.goto(server.url);
    await expect(card(page, id).getByText("2 findings")).toBeAttached();
    await card(page, id).getByRole("link").click();
    await provider.find(issues[2] as ModelIssue);
    await expect(found).toHaveCount(3);
    await provider.finish("Three divisions.");
    await expect(page.getByText("Three divisions.")).toBeVisible();
    await expect(found).toHaveCount(3);
  });
});

test("what is being read stays where it is when findings arrive above it", async ({ page, watched }) => {
  const provider = await ScriptedProvider.start();
  await elsewhere(page, watched, provider, async () => {
    const lines = Array.from({ length: 200 }, (_, index) => (index < 3 ? division(index).quote : `line_${index} = ${index}`));
    const id = await submit(page, lines.join("\n"));
    await card(page, id).getByRole("link").click();
    const read = page.locator('[data-line="150"]');
    await expect(read).toBeVisible();
    await read.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const top = () => read.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await top();
    for (const index of [0, 1, 2]) {
      await provider.find(division(index));
      await expect(page.locator("[data-issue]")).toHaveCount(index + 1);
      expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
    }
    await provider.finish("");
  });
});
