import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { FakeProvider } from "./fake-provider.ts";
import { card, expect, submit, test } from "./fixtures.ts";
import { Server } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "docs/images");
const largestBytes = 200_000;

/** The example that the page itself offers. */
async function exampleCode(): Promise<string> {
  const source = await readFile(path.join(root, "web/src/features/submit/example.ts"), "utf8");
  const code = /code: `([^`]*)`/.exec(source)?.[1];
  if (!code) throw new Error("example.ts has no code");
  return code;
}

async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate("document.activeElement?.blur()");
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  expect((await stat(file)).size, name).toBeLessThan(largestBytes);
}

test("pictures of the page", async ({ page, watched }) => {
  test.setTimeout(180_000);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const provider = await FakeProvider.start({ latencyMs: 200 });
  const server = await Server.start(provider.env);
  try {
    watched.moveTo(server.url);
    const code = await exampleCode();
    for (const [language, text] of samples) {
      const response = await page.request.post(`${server.url}/api/reviews`, { data: { language, code: text } });
      expect(response.ok()).toBe(true);
    }
    await page.goto(server.url);
    await page.getByLabel("File name").fill("orders.py");
    const id = await submit(page, code);
    await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
    await expect(page.locator("[data-status=pending], [data-status=in_progress]")).toHaveCount(0);
    await page.evaluate("scrollTo(0, 0)");
    await picture(page, "submit-light");

    await page.goto(`${server.url}/reviews/${id}`);
    await expect(page.locator("[data-issue]").first()).toBeVisible();
    await expect(page.locator(".tok-keyword").first()).toBeVisible();
    await picture(page, "review-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "review-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${server.url}/analytics`);
    await expect(page.getByText("Common findings")).toBeVisible();
    await picture(page, "analytics-light");
  } finally {
    await page.close();
    await server.stop();
    await provider.stop();
  }
});

const samples: [language: string, code: string][] = [
  ["javascript", "export function render(request, response) {\n  response.send('<p>' + request.query.name + '</p>');\n  eval(request.query.script);\n}\n"],
  ["go", 'package main\n\nimport "os/exec"\n\nfunc run(name string) error {\n\treturn exec.Command("sh", "-c", "ls "+name).Run()\n}\n'],
  ["c", '#include <stdio.h>\n\nint main(int argc, char **argv) {\n  char name[8];\n  gets(name);\n  printf(argv[1]);\n  return 0;\n}\n'],
  ["java", "class Loader {\n  void load() {\n    try {\n      read();\n    } catch (Exception e) {\n    }\n  }\n\n  void read() {}\n}\n"],
  ["php", "<?php\n$rows = mysqli_query($db, \"SELECT * FROM users WHERE name = '\" . $_GET['name'] . \"'\");\necho $_GET['name'];\n"],
  ["python", "import pickle\n\n\ndef load(data):\n    return pickle.loads(data)\n"],
  ["python", "def add(item, items=[]):\n    items.append(item)\n    return items\n"],
];
