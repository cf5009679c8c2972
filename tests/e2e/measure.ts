import type { Locator, Page } from "@playwright/test";
import { elsewhere } from "./elsewhere.ts";
import { card, expect, stored, submit, test } from "./fixtures.ts";
import { ScriptedProvider } from "./scripted-provider.ts";

/*
 * Measurements, not tests: they print figures and fail only when there is nothing to measure. Times are read from the
 * system's clock on both sides, in milliseconds.
 */

const findings = 40;
const pauseMs = 100;

/** Notes when the page has painted each new element that `selector` finds; the notes are read by `painted`. */
async function notePaints(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted) => {
    const seen = new Set<Element>();
    const at: number[] = [];
    Object.assign(window, { paintedAt: at });
    new MutationObserver(() => {
      for (const element of document.querySelectorAll(wanted)) {
        if (seen.has(element)) continue;
        seen.add(element);
        // The frame that shows it begins with the callback, and a message sent from there arrives once it is drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => at.push(Date.now());
          port2.postMessage(null);
        });
      }
    }).observe(document.body, { childList: true, subtree: true });
  }, selector);
}

const painted = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as { paintedAt: number[] }).paintedAt);

/** Listens to the server's stream as a second subscriber: when it had the event, a browser beside it had it too. */
class Listener {
  readonly at: number[] = [];
  private readonly leaving = new AbortController();

  static async start(url: string): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${url}/api/events`, { signal: listener.leaving.signal });
    void listener.read(response);
    return listener;
  }

  private async read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    try {
      const reader = response.body?.getReader();
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) return;
        const events = decoder.decode(part.value, { stream: true }).split("event: issue").length - 1;
        for (let i = 0; i < events; i++) this.at.push(Date.now());
      }
    } catch {
      // It ends by being left.
    }
  }

  stop(): void {
    this.leaving.abort();
  }
}

function summary(name: string, values: number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  console.log(`${name}: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${sorted.at(-1)} ms (${sorted.length} measured)`);
}

test("event to paint: findings that arrive in an open review", async ({ page, watched }) => {
  const provider = await ScriptedProvider.start();
  await elsewhere(page, watched, provider, async (server) => {
    const lines = Array.from({ length: 400 }, (_, index) => `total_${index} = price / count_${index}`);
    const id = await submit(page, lines.join("\n"));
    await card(page, id).getByRole("link").click();
    await expect(page.locator('[data-line="400"]')).toBeVisible();
    await notePaints(page, "[data-issue]");
    const listener = await Listener.start(server.url);
    const said: number[] = [];
    for (let index = 0; index < findings; index++) {
      const quote = lines[index * 7] ?? "";
      said.push(Date.now());
      await provider.find({ quote, line: index * 7 + 1, title: `Division ${index}`, detail: "The count may be 0." });
      await expect(page.locator("[data-issue]")).toHaveCount(index + 1);
      await page.waitForTimeout(pauseMs);
    }
    const shown = await painted(page);
    listener.stop();
    expect(shown).toHaveLength(findings);
    expect(listener.at).toHaveLength(findings);
    summary("server's event → painted", shown.map((time, index) => time - (listener.at[index] ?? 0)));
    summary("model's words → painted", shown.map((time, index) => time - (said[index] ?? 0)));
    await provider.finish("");
  });
});

test("a review of 5,000 lines with 500 findings", async ({ page, request }) => {
  const lines = Array.from({ length: 5000 }, (_, line) => (line % 10 === 5 ? `result_${line} = eval(input("${line}"))` : `value_${line} = compute(${line}, "text ${line}")`));
  const response = await request.post("/api/reviews", { data: { language: "python", code: lines.join("\n"), options: { max_issues: 500 } } });
  const { id } = (await response.json()) as { id: string };
  await expect.poll(async () => (await stored(page, id)).status).toBe("completed");
  await page.addInitScript(() => {
    const noted = { interactions: [] as number[], longTasks: [] as number[] };
    Object.assign(window, { noted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) if (entry.interactionId) noted.interactions.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) noted.longTasks.push(Math.round(entry.duration));
    }).observe({ type: "longtask", buffered: true });
  });
  const noted = () => page.evaluate(() => {
    const { interactions, longTasks } = (window as unknown as { noted: Record<"interactions" | "longTasks", number[]> }).noted;
    return { interactions: interactions.splice(0), longTasks: longTasks.splice(0) };
  });

  const opened = Date.now();
  await page.goto(`/reviews/${id}`);
  await expect(page.locator("[data-line]").first()).toBeVisible();
  console.log(`opened: its first line is there after ${Date.now() - opened} ms`);
  await expect(page.locator("[data-issue]")).toHaveCount(500);
  await expect(page.locator(".tok-string").first()).toBeAttached();
  await page.waitForTimeout(1000);
  console.log(`  tasks above 50 ms while it opened: ${(await noted()).longTasks.join(", ") || "none"}`);

  for (let step = 0; step < 20; step++) {
    await page.keyboard.press("j");
    await page.waitForTimeout(pauseMs);
  }
  summary("j → next paint", (await noted()).interactions);
  await page.keyboard.press("e");
  await page.waitForTimeout(1000);
  summary("e (mark as fixed) → next paint", (await noted()).interactions);
  // Looking for a role in so large a page is itself a long task: that is done before, and the mouse clicks.
  const click = async (button: Locator) => {
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    await page.waitForTimeout(500);
    await noted();
    if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(1000);
  };
  await click(page.getByRole("toolbar", { name: "Severity" }).or(page.getByRole("toolbar", { name: "State" })).getByRole("button").nth(1));
  const filtered = await noted();
  await expect(page.locator("[data-issue]")).not.toHaveCount(500);
  summary("a filter → next paint", filtered.interactions);
  console.log(`  tasks above 50 ms after it: ${filtered.longTasks.join(", ") || "none"}`);
  await click(page.getByRole("button", { name: "Show all findings" }));
  const all = await noted();
  await expect(page.locator("[data-issue]")).toHaveCount(500);
  summary("no filter any more → next paint", all.interactions);
  console.log(`  tasks above 50 ms after it: ${all.longTasks.join(", ") || "none"}`);

  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        let last = performance.now();
        const tick = (now: number) => {
          gaps.push(Math.round(now - last));
          last = now;
          if (gaps.length < 240) requestAnimationFrame(tick);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(tick);
      }),
  );
  await page.mouse.move(400, 400);
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(16);
  }
  summary("frame to frame while scrolling", await frames);
  console.log(`  tasks above 50 ms while scrolling: ${(await noted()).longTasks.join(", ") || "none"}`);
});
