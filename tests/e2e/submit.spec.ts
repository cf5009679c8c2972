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
