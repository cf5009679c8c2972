import { card, expect, paste, test } from "./fixtures.ts";

test("an opened file brings its name and language", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Open files").last().setInputFiles({
    name: "parse.go",
    mimeType: "text/plain",
    buffer: Buffer.from("package main\n\nfunc main() {}\n"),
  });
  await expect(page.getByLabel("File name")).toHaveValue("parse.go");
  await expect(page.getByLabel("Language")).toContainText("Auto: Go");
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/api/reviews") && sent.method() === "POST"),
    page.getByRole("button", { name: "Review code" }).click(),
  ]);
  expect(request.postDataJSON()).toMatchObject({ language: "auto", filename: "parse.go" });
  const { id } = (await (await request.response())?.json()) as { id: string };
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await expect(card(page, id)).toContainText("parse.go");
});

test("a dropped file is opened", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["def f():\n    return 1\n"], "dropped.py"));
    return data;
  });
  await page.getByRole("form", { name: "Submit code" }).dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.locator(".cm-content")).toContainText("def f()");
  await expect(page.getByLabel("File name")).toHaveValue("dropped.py");
});

test("binary, oversized and empty input is refused before it is sent", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  const picker = page.getByLabel("Open files").last();
  await picker.setInputFiles({ name: "a.out", mimeType: "application/octet-stream", buffer: Buffer.from([127, 69, 0, 1]) });
  await expect(page.getByRole("alert")).toContainText("a.out is a binary file");

  const { limits } = (await (await page.request.get("/readyz")).json()) as { limits: { max_code_bytes: number } };
  await picker.setInputFiles({ name: "big.c", mimeType: "text/plain", buffer: Buffer.alloc(limits.max_code_bytes + 1, 32) });
  await expect(page.getByRole("alert")).toContainText("big.c is larger than");

  await page.getByRole("button", { name: "Review code" }).click();
  await expect(page.getByRole("alert")).toContainText("no code to review");
});

test("a chosen language is the one that is sent", async ({ page }) => {
  await page.goto("/");
  await paste(page, "int main(void) { return 0; }\n");
  await page.getByLabel("Language").selectOption("c");
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/api/reviews") && sent.method() === "POST"),
    page.keyboard.press("Tab").then(() => page.getByRole("button", { name: "Review code" }).click()),
  ]);
  expect(request.postDataJSON()).toMatchObject({ language: "c" });
});

const diff = "--- a/m.py\n+++ b/m.py\n@@ -1,2 +1,2 @@\n def f(text):\n-    return text\n+    return eval(text)\n";

test("a pasted diff is recognised, and sent as one", async ({ page }) => {
  await page.goto("/");
  await paste(page, diff);
  await expect(page.getByText("A diff of 1 file")).toBeVisible();
  await expect(page.getByLabel("Language")).toContainText("Auto: a diff");
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/api/reviews") && sent.method() === "POST"),
    page.getByRole("button", { name: "Review the change" }).click(),
  ]);
  expect(request.postDataJSON()).toEqual({ language: "auto", diff });
  await page.getByRole("button", { name: "Take it as plain text" }).click();
  await expect(page.getByText("A diff of 1 file")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Review code" })).toBeVisible();
});

test("several files are several texts, each with its own undo, and are sent together", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  await page.getByLabel("Open files").last().setInputFiles([
    { name: "a.py", mimeType: "text/plain", buffer: Buffer.from("a = 1\n") },
    { name: "b.js", mimeType: "text/plain", buffer: Buffer.from("let b = 2;\n") },
  ]);
  const tabs = page.getByRole("group", { name: "Files" });
  await expect(tabs.getByRole("button", { name: "a.py", exact: true })).toHaveAttribute("aria-current", "true");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("more = 1");
  await tabs.getByRole("button", { name: "b.js", exact: true }).click();
  await expect(page.locator(".cm-content")).toHaveText("let b = 2;");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+z");
  await expect(page.locator(".cm-content")).toHaveText("let b = 2;");
  await tabs.getByRole("button", { name: "a.py", exact: true }).click();
  await expect(page.locator(".cm-content")).toContainText("more = 1");
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/api/reviews") && sent.method() === "POST"),
    page.getByRole("button", { name: "Review the files" }).click(),
  ]);
  expect(request.postDataJSON()).toEqual({
    language: "auto",
    files: [
      { path: "a.py", code: "a = 1\nmore = 1" },
      { path: "b.js", code: "let b = 2;\n" },
    ],
  });
  await tabs.getByRole("button", { name: "Close a.py" }).click();
  await expect(page.locator(".cm-content")).toHaveText("let b = 2;");
});

test("options are folded away, and only what differs from the defaults is sent", async ({ page }) => {
  await page.goto("/");
  await paste(page, "x = 1\n");
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByLabel("Show findings from").selectOption("high");
  await page.getByLabel("Review anew").click();
  await page.getByRole("button", { name: "Options: 2 set" }).click();
  await expect(page.getByLabel("Show findings from")).toHaveCount(0);
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/api/reviews") && sent.method() === "POST"),
    page.getByRole("button", { name: "Review code" }).click(),
  ]);
  expect(request.postDataJSON()).toMatchObject({ options: { min_severity: "high", no_cache: true } });
  expect(request.headers()["idempotency-key"]).toMatch(/^"[0-9a-f]{32}"$/);
});
