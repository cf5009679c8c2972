import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { FakeProvider } from "./fake-provider.ts";
import { card, expect, submit, test } from "./fixtures.ts";
import { Server } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "docs/images");
const largestBytes = 250_000;
/** The history that analytics draw is made on so many days, by a server whose clock shows them. */
const days = 21;
const dayMs = 86_400_000;

/** The example that the page itself offers. */
async function exampleCode(): Promise<string> {
  const source = await readFile(path.join(root, "web/src/features/submit/example.ts"), "utf8");
  const code = /code: `([^`]*)`/.exec(source)?.[1];
  if (!code) throw new Error("example.ts has no code");
  return code;
}

async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.locator("[data-connection=open]")).toBeVisible();
  await page.evaluate("document.activeElement?.blur()");
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  expect((await stat(file)).size, name).toBeLessThan(largestBytes);
}

/** Reviews some of the samples, as they were on that day, and waits for the last of them. */
async function reviewOn(page: Page, server: Server, day: number): Promise<void> {
  await server.restart(day === 0 ? undefined : new Date(Date.now() - day * dayMs));
  const count = 3 + ((day * 5) % 4);
  for (let i = 0; i < count; i++) {
    const { filename, code, comment } = samples[(day * 3 + i) % samples.length] as Sample;
    const response = await page.request.post(`${server.url}/api/reviews`, {
      headers: { Prefer: "wait=60" },
      data: { language: "auto", filename, code: `${code}${comment} ${i % 3 === 2 ? "" : day}\n` },
    });
    expect(response.status(), await response.text()).toBe(200);
  }
}

test("pictures of the page", async ({ page, watched }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const provider = await FakeProvider.start({ latencyMs: 200 });
  const server = await Server.start(provider.env);
  try {
    watched.moveTo(server.url);
    for (let day = days - 1; day >= 0; day--) await reviewOn(page, server, day);
    await page.goto(server.url);
    await page.getByLabel("File name").fill("orders.py");
    const id = await submit(page, await exampleCode());
    await expect(card(page, id).getByRole("img", { name: /^Score/ })).toBeVisible();
    await page.locator(".cm-content").press("ControlOrMeta+Home");
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

interface Sample {
  filename: string;
  /** How a comment begins in its language. */
  comment: string;
  code: string;
}

const samples: Sample[] = [
  {
    filename: "render.js",
    comment: "//",
    code: "export function render(request, response) {\n  response.send('<p>' + request.query.name + '</p>');\n  eval(request.query.script);\n}\n",
  },
  { filename: "mean.py", comment: "#", code: "def mean(values):\n    if not values:\n        return 0.0\n    return sum(values) / len(values)\n" },
  {
    filename: "run.go",
    comment: "//",
    code: 'package main\n\nimport "os/exec"\n\nfunc run(name string) error {\n\treturn exec.Command("sh", "-c", "ls "+name).Run()\n}\n',
  },
  { filename: "retry.ts", comment: "//", code: "export const backoff = (attempt: number): number => Math.min(30_000, 500 * 2 ** attempt);\n" },
  {
    filename: "main.c",
    comment: "//",
    code: "#include <stdio.h>\n\nint main(int argc, char **argv) {\n  char name[8];\n  gets(name);\n  printf(argv[1]);\n  return 0;\n}\n",
  },
  {
    filename: "Loader.java",
    comment: "//",
    code: "class Loader {\n  void load() {\n    try {\n      read();\n    } catch (Exception e) {\n    }\n  }\n\n  void read() {}\n}\n",
  },
  {
    filename: "users.php",
    comment: "//",
    code: "<?php\n$rows = mysqli_query($db, \"SELECT * FROM users WHERE name = '\" . $_GET['name'] . \"'\");\necho $_GET['name'];\n",
  },
  { filename: "cache.py", comment: "#", code: "import pickle\n\n\ndef load(data):\n    return pickle.loads(data)\n" },
  { filename: "cart.py", comment: "#", code: "def add(item, items=[]):\n    items.append(item)\n    return items\n" },
  { filename: "slug.ts", comment: "//", code: "export const slug = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, \"-\");\n" },
];
