import path from "node:path";
import { expect, test as base, type Page } from "@playwright/test";
import { Server } from "./server.ts";

/** A server for all tests of a worker, and a page that must stay quiet and at home. */
export const test = base.extend<{ watched: PageWatch }, { server: Server }>({
  server: [
    // The first argument must be a destructuring pattern: that is how the fixtures it needs are found.
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  watched: [
    async ({ page, baseURL }, use) => {
      const watch = new PageWatch(page, baseURL ?? "");
      await watch.start();
      await use(watch);
      expect(watch.strangers, "requests to another origin").toEqual([]);
      expect(watch.complaints, "errors and warnings in the console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Where pictures go that are kept as artefacts of the run, to be looked at by a person. */
export const screenshots = path.resolve(import.meta.dirname, "../../build/test/screenshots");

/** Notes what no page of ours may do: ask another origin for something, or complain in the console. */
export class PageWatch {
  readonly strangers: string[] = [];
  complaints: string[] = [];

  constructor(
    private readonly page: Page,
    private home: string,
  ) {}

  async start(): Promise<void> {
    await this.page.context().route("**/*", (route) => {
      const url = new URL(route.request().url());
      if (url.origin === new URL(this.home).origin || ["data:", "blob:"].includes(url.protocol)) return route.continue();
      this.strangers.push(url.href);
      return route.abort();
    });
    this.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    this.page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  /** This test uses another server. */
  moveTo(home: string): void {
    this.home = home;
  }

  /** Takes back complaints that the test provoked, for example the browser's own note about a 404. */
  forgive(pattern: RegExp): void {
    this.complaints = this.complaints.filter((text) => !pattern.test(text));
  }
}

/** Python with faults that the built-in reviewer must find, and the lines they stand on. */
export const faulty = {
  code: [
    "import sqlite3",
    "import subprocess",
    "",
    "",
    "def average(xs):",
    "    return sum(xs) / len(xs)",
    "",
    "",
    "def find(db: sqlite3.Connection, name: str):",
    "    return db.execute(\"SELECT id FROM users WHERE name = '\" + name + \"'\").fetchone()",
    "",
    "",
    "def archive(folder):",
    "    subprocess.run(\"tar czf /tmp/a.tgz \" + folder, shell=True)",
    "",
    "",
    "def run(text):",
    "    return eval(text)",
    "",
  ].join("\n"),
  lines: [6, 10, 14, 18],
};

/** Types into the editor as a person would paste. */
export async function paste(page: Page, code: string): Promise<void> {
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.fill(code);
}

/** Submits code through the page and answers with the id of the new submission. */
export async function submit(page: Page, code: string): Promise<string> {
  await paste(page, code);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/api/reviews") && answer.request().method() === "POST"),
    page.keyboard.press("ControlOrMeta+Enter"),
  ]);
  expect(response.status()).toBe(202);
  const { id } = (await response.json()) as { id: string };
  return id;
}

/** The card of a submission in the live list. */
export const card = (page: Page, id: string) => page.locator(`[data-submission="${id}"]`);

export interface WireIssue {
  id: string;
  title: string;
  placed: boolean;
  start_line: number | null;
  end_line: number | null;
}

/** The stored review, straight from the API. */
export async function stored(page: Page, id: string): Promise<{ status: string; score: number | null; issues: WireIssue[] }> {
  // The page may be at another server than the worker's, or nowhere yet.
  const path = `/api/reviews/${id}`;
  const response = await page.request.get(page.url().startsWith("http") ? new URL(path, page.url()).href : path);
  expect(response.ok()).toBe(true);
  return response.json();
}
