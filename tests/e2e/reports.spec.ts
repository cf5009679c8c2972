import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { default as Ajv } from "ajv-draft-04";
import { expect, faulty, test } from "./fixtures.ts";

/** Every report of one review, from the API and from the command line, read as those read it for whom it is made. */

const binary = path.resolve(import.meta.dirname, "../..", process.env.ASSAY_BINARY ?? "build/release/assay");
const filename = "shop.py";

/** What differs between two runs of the same review: how long it took. */
const withoutTimes = (text: string) => text.replace(/"(queued_ms|run_ms)":\d+/g, '"$1":0').replace(/ time="[\d.]+"/g, "");

let folder: string;
let id: string;

test.beforeAll(async ({ server }) => {
  folder = await mkdtemp(path.join(tmpdir(), "assay-reports-"));
  await writeFile(path.join(folder, filename), faulty.code);
  const answer = await fetch(`${server.url}/api/reviews`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "wait=20" },
    body: JSON.stringify({ language: "python", filename, code: faulty.code }),
  });
  id = ((await answer.json()) as { id: string }).id;
  await expect
    .poll(async () => ((await (await fetch(`${server.url}/api/reviews/${id}`)).json()) as { status: string }).status)
    .toBe("completed");
});

test.afterAll(async () => rm(folder, { recursive: true, force: true }));

async function fromApi(url: string, format: string): Promise<string> {
  const answer = await fetch(`${url}/api/reviews/${id}/export?format=${format}`);
  expect(answer.status, format).toBe(200);
  expect(answer.headers.get("content-disposition")).toContain(`assay-${id}.`);
  return answer.text();
}

async function fromCommandLine(format: string): Promise<string> {
  const flags = ["review", filename, "--format", format, "--fail-on", "never", "--output", "report"];
  await promisify(execFile)(binary, flags, { cwd: folder });
  return readFile(path.join(folder, "report"), "utf8");
}

for (const format of ["json", "sarif", "codequality", "junit", "checkstyle", "rdjson", "github", "markdown", "csv"]) {
  test(`${format} is the same from the API and from the command line`, async ({ server }) => {
    const [api, cli] = [await fromApi(server.url, format), await fromCommandLine(format)];
    expect(withoutTimes(api)).toBe(withoutTimes(cli));
    if (format !== "json") for (const line of faulty.lines) expect(api, `line ${line}`).toMatch(new RegExp(`\\b${line}\\b`));
  });
}

test("sarif is valid by the published schema of SARIF 2.1.0", async ({ server }) => {
  const require = createRequire(import.meta.url);
  const lib = path.dirname(require.resolve("@microsoft/jest-sarif"));
  const schema = JSON.parse(await readFile(path.join(lib, "schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as object;
  const validate = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  validate(JSON.parse(await fromApi(server.url, "sarif")));
  expect(validate.errors).toBeNull();
  validate({ version: "2.1.0", runs: [{ results: [] }] });
  expect(validate.errors, "a run without a tool").not.toBeNull();
});

test("junit and checkstyle are well-formed XML", async ({ page, server }) => {
  await page.goto(server.url);
  for (const format of ["junit", "checkstyle"]) {
    const root = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, "application/xml");
      return document.querySelector("parsererror") ? "parsererror" : document.documentElement.nodeName;
    }, await fromApi(server.url, format));
    expect(root).toBe(format === "junit" ? "testsuites" : "checkstyle");
  }
});

test("an unknown format and an unknown review are told apart", async ({ server }) => {
  const wrong = await fetch(`${server.url}/api/reviews/${id}/export?format=pdf`);
  expect(wrong.status).toBe(422);
  expect(((await wrong.json()) as { detail: string }).detail).toContain("sarif");
  const gone = await fetch(`${server.url}/api/reviews/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44/export?format=csv`);
  expect(gone.status).toBe(404);
});

test("the command line lets a server review", async ({ server }) => {
  const flags = ["review", filename, "--server", server.url, "--format", "codequality", "--fail-on", "never"];
  const { stdout } = await promisify(execFile)(binary, flags, { cwd: folder });
  expect(stdout).toBe(await fromApi(server.url, "codequality"));
});

test("what was dismissed on the server does not fail the command line", async ({ server }) => {
  const own = "dismissed.py";
  await writeFile(path.join(folder, own), "import os\n\n\ndef show(name):\n    os.system('ls ' + name)\n");
  const review = () =>
    promisify(execFile)(binary, ["review", own, "--server", server.url, "--format", "sarif"], { cwd: folder }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (failure: { code: number; stdout: string }) => ({ code: failure.code, stdout: failure.stdout }),
    );
  expect((await review()).code, "a finding of severity high").toBe(1);

  const list = (await (await fetch(`${server.url}/api/reviews?page_size=100`)).json()) as {
    items: { id: string; filename: string | null; issues: { id: string }[] | null }[];
  };
  const found = list.items.find((item) => item.filename === own);
  for (const issue of found?.issues ?? []) {
    const answer = await fetch(`${server.url}/api/reviews/${found?.id ?? ""}/issues/${issue.id}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ status: "dismissed", reason: "Its callers pass constants." }),
    });
    expect(answer.status).toBe(200);
  }
  const { code, stdout } = await review();
  expect(code).toBe(0);
  expect(stdout).toContain('"suppressions":[{"kind":"external"');
  expect(stdout).toContain("Its callers pass constants.");
});
