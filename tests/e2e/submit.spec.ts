import { card, expect, paste, test } from "./fixtures.ts";

test("an opened file brings its name and language", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Open file").last().setInputFiles({
    name: "parse.go",
    mimeType: "text/plain",
    buffer: Buffer.from("package main\n\nfunc main() {}\n"),
  });
  await expect(page.getByText("parse.go")).toBeVisible();
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
  await expect(page.getByText("dropped.py", { exact: true })).toBeVisible();
});

test("binary, oversized and empty input is refused before it is sent", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  const picker = page.getByLabel("Open file").last();
  await picker.setInputFiles({ name: "a.out", mimeType: "application/octet-stream", buffer: Buffer.from([127, 69, 0, 1]) });
  await expect(page.getByRole("alert")).toContainText("a.out is a binary file");

  await picker.setInputFiles({ name: "big.c", mimeType: "text/plain", buffer: Buffer.alloc(9 * 1024 * 1024, 32) });
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
