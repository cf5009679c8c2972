import { elsewhere } from "./elsewhere.ts";
import { FakeProvider } from "./fake-provider.ts";
import { card, expect, faulty, paste, stored, submit, test } from "./fixtures.ts";

test("code goes in, a review comes out, every finding on its lines", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("[data-connection=open]")).toBeVisible();
  const id = await submit(page, faulty.code);

  await expect(card(page, id)).toBeVisible();
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await expect(card(page, id).getByRole("img", { name: /^Score/ })).toBeVisible();
  await card(page, id).getByRole("link").click();

  await expect(page).toHaveURL(new RegExp(`/reviews/${id}`));
  await expect(page.locator(".cm-content")).toHaveCount(0);
  const review = await stored(page, id);
  expect(review.status).toBe("completed");
  await expect(page.getByRole("img", { name: `Score ${review.score} of 10` })).toBeVisible();

  for (const line of faulty.lines) {
    const here = review.issues.filter((issue) => issue.placed && (issue.start_line ?? 0) <= line && line <= (issue.end_line ?? 0));
    expect(here.length, `a finding on line ${line}`).toBeGreaterThan(0);
  }
  for (const issue of review.issues.filter((candidate) => candidate.placed)) {
    const shown = page.locator(`[data-issue="${issue.id}"]`);
    await expect(shown).toHaveAttribute("data-start-line", String(issue.start_line));
    await expect(shown).toContainText(issue.title.replaceAll("`", ""));
    await expect(page.locator(`[data-line="${issue.start_line}"]`)).toHaveAttribute("data-tint", /low|med|high/);
    // The card stands directly under the last line of its range.
    const above = await shown.evaluate((element) => element.parentElement?.previousElementSibling?.getAttribute("data-line"));
    expect(above).toBe(String(issue.end_line));
  }
});

test("the way back leads to the editor with its text", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await card(page, id).getByRole("link").click();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.locator(".cm-content")).toContainText("def average");
});

test("an equal submission is answered from the cache", async ({ page }) => {
  const code = `${faulty.code}\n# ${crypto.randomUUID()}\n`;
  await page.goto("/");
  const first = await submit(page, code);
  await expect(card(page, first).locator("[data-status=completed]")).toBeVisible();
  const second = await submit(page, code);
  expect(second).not.toBe(first);
  await expect(card(page, second).locator("[data-status=completed]")).toBeVisible();
  await expect(card(page, second)).toContainText("from cache");
});

test("keys and list walk through the findings, filters narrow them and stay in the address", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto(`/reviews/${id}`);
  const cards = page.locator("[data-issue]");
  await expect(cards.first()).toBeVisible();
  const all = await cards.count();
  expect(all).toBeGreaterThan(1);

  await page.keyboard.press("j");
  await expect(cards.first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(cards.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(cards.first()).toBeFocused();
  await expect(page).toHaveURL(/issue=/);

  await page.getByRole("toolbar", { name: "Severity" }).getByRole("button").first().click();
  await expect(page).toHaveURL(/severity=/);
  await expect.poll(() => cards.count()).toBeLessThan(all);
  await page.reload();
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeLessThan(all);
});

test("text that plays markup or direction is shown as text, in code and in findings", async ({ page, watched }) => {
  const hostile = [
    "<script>window.hurt = true</script>",
    "<img src=/x onerror=alert(1)>",
    "[a link](javascript:alert(1)) <a href=//evil.example>here</a>",
    "user\u202etxt.exe",
  ];
  const issues = hostile.map((text, index) => ({ quote: `line_${index} = ${index}`, line: index + 2, title: text, detail: `${text}\n\`${text}\`` }));
  const provider = await FakeProvider.start({ issues, summary: hostile.join(" ") });
  await elsewhere(page, watched, provider, async () => {
    const code = `password = "${hostile[1]}" # ${hostile[3]}\n${issues.map(({ quote }) => quote).join("\n")}\n`;
    const id = await submit(page, code);
    await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
    await card(page, id).getByRole("link").click();
    await expect(page.locator('[data-line="1"]')).toContainText("<img src=/x onerror=alert(1)>");
    await expect(page.locator('[data-line="1"]')).toContainText("[U+202E]txt.exe");
    for (const text of hostile) {
      const shown = text.replace("\u202e", "[U+202E]");
      await expect(page.locator("[data-issue] h3").getByText(shown, { exact: true })).toBeVisible();
    }
    await expect(page.locator("main img, main script, main a[href*=evil], main a[href^='javascript']")).toHaveCount(0);
    expect(await page.evaluate("window.hurt")).toBeUndefined();
  });
});

test("a huge file shows what stands around its findings, and the rest on demand", async ({ page, request }) => {
  const filler = Array.from({ length: 6000 }, (_, line) => `value_${line} = ${line}`);
  filler[2999] = "result = eval(input())";
  const response = await request.post("/api/reviews", { data: { language: "python", code: filler.join("\n") } });
  const { id } = (await response.json()) as { id: string };
  await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
  await page.goto(`/reviews/${id}`);
  await expect(page.locator('[data-line="3000"]')).toBeVisible();
  await expect(page.locator('[data-line="3000"]')).toHaveAttribute("data-tint", /low|med|high/);
  await expect(page.locator('[data-line="1500"]')).toHaveCount(0);
  await page.getByRole("button", { name: /Show .* lines without findings/ }).first().click();
  await expect(page.locator('[data-line="1500"]')).toHaveCount(1);
});

test("a deleted review is gone", async ({ page, watched }) => {
  await page.goto("/");
  const id = await submit(page, `print("${crypto.randomUUID()}")\n`);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await card(page, id).getByRole("link").click();
  await page.getByRole("button", { name: "More to do with this review" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(card(page, id)).toHaveCount(0);
  await page.goto(`/reviews/${id}`);
  await expect(page.getByText("There is no such review")).toBeVisible();
  watched.forgive(/status of 404/);
});

test("a draft outlives a reload", async ({ page }) => {
  await page.goto("/");
  await paste(page, "fn main() {}\n");
  await expect(page.getByLabel("Language")).toContainText("Auto: Rust");
  await page.reload();
  await expect(page.locator(".cm-content")).toContainText("fn main()");
});

test("a file of 5,000 lines is there whole and scrolls to its last finding", async ({ page, request }) => {
  const filler = Array.from({ length: 5000 }, (_, line) => `value_${line} = ${line}`);
  filler[4989] = "result = eval(input())";
  const response = await request.post("/api/reviews", { data: { language: "python", code: filler.join("\n") } });
  const { id } = (await response.json()) as { id: string };
  await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
  await page.goto(`/reviews/${id}`);
  await expect(page.locator('[data-line="1"]')).toBeVisible();
  await expect(page.locator("[data-line]")).toHaveCount(5000);
  await page.keyboard.press("j");
  await expect(page.locator('[data-line="4990"]')).toBeInViewport();
  await expect(page.locator('[data-line="4990"] .tok-function, [data-line="4990"] .tok-keyword').first()).toBeVisible();
});

test("of a long file the beginning is there first; a link to its end and paper do not wait for the rest", async ({ page, request }) => {
  const lines = Array.from({ length: 4000 }, (_, line) => (line % 20 === 10 ? `result_${line} = eval(input())` : `value_${line} = ${line}`));
  const response = await request.post("/api/reviews", { data: { language: "python", code: lines.join("\n") } });
  const { id } = (await response.json()) as { id: string };
  await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
  // Right after the first lines are painted the page is printed.
  await page.addInitScript(() => {
    const lines = () => document.querySelectorAll("[data-line]").length;
    const observer = new MutationObserver(() => {
      if (lines() === 0) return;
      observer.disconnect();
      const atFirst = lines();
      requestAnimationFrame(() =>
        setTimeout(() => {
          window.dispatchEvent(new Event("beforeprint"));
          Object.assign(window, { drawn: { atFirst, printed: lines(), reasons: document.querySelectorAll("details li").length } });
          window.dispatchEvent(new Event("afterprint"));
        }),
      );
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(`/reviews/${id}`);
  await expect.poll(() => page.evaluate(() => (window as unknown as { drawn?: { printed: number } }).drawn?.printed)).toBe(4000);
  const drawn = await page.evaluate(() => (window as unknown as { drawn: Record<"atFirst" | "reasons", number> }).drawn);
  expect(drawn.atFirst).toBeLessThan(1000);
  expect(drawn.reasons).toBeGreaterThanOrEqual(200);

  const { issues } = await stored(page, id);
  const last = issues.toSorted((a, b) => (a.start_line ?? 0) - (b.start_line ?? 0)).at(-1);
  await page.goto(`/reviews/${id}?issue=${last?.id}`);
  await expect(page.locator(`[data-issue="${last?.id}"]`)).toBeFocused();
  await expect(page.locator(`[data-line="${last?.start_line}"]`)).toBeInViewport();
  // It stays in sight while what is above it is drawn.
  await expect(page.locator("[data-line]")).toHaveCount(4000);
  await expect(page.locator("[data-issue]")).toHaveCount(issues.length);
  await expect(page.locator(`[data-line="${last?.start_line}"]`)).toBeInViewport();
});

test("the code goes back into the editor, to be changed and handed in again", async ({ page }) => {
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.goto(`/reviews/${id}`);
  await expect(page.locator("[data-issue]").first()).toBeVisible();
  await page.getByRole("button", { name: "More to do with this review" }).click();
  await page.getByRole("menuitem", { name: "Edit and submit again" }).click();
  await expect(page.locator(".cm-content")).toContainText("import sqlite3");
});

test("a printed review is light, unfolded and without buttons", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  const id = await submit(page, faulty.code);
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await page.goto(`/reviews/${id}`);
  await expect(page.locator("[data-issue]").first()).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.locator("details:not([open])")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Review again" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
