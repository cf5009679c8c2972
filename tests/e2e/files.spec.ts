import type { Page } from "@playwright/test";
import { card, expect, paste, test } from "./fixtures.ts";

/** Presses the button that submits, waits for the review and opens it. */
async function review(page: Page, button: string): Promise<string> {
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/api/reviews") && answer.request().method() === "POST"),
    page.getByRole("button", { name: button }).click(),
  ]);
  expect(response.status()).toBe(202);
  const { id } = (await response.json()) as { id: string };
  await expect(card(page, id).locator("[data-status=completed]")).toBeVisible();
  await card(page, id).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(id));
  return id;
}

test("several files are one review, each finding in its file", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".cm-content")).toBeVisible();
  await page.getByLabel("Open files").last().setInputFiles([
    { name: "load.py", mimeType: "text/plain", buffer: Buffer.from(`import pickle\n\n\ndef load(data):\n    return pickle.loads(data)  # ${crypto.randomUUID()}\n`) },
    { name: "run.js", mimeType: "text/plain", buffer: Buffer.from("export function run(request) {\n  return eval(request.query.text);\n}\n") },
    { name: "clean.py", mimeType: "text/plain", buffer: Buffer.from("def double(number):\n    return 2 * number\n") },
  ]);
  await review(page, "Review the files");
  await expect(page.getByRole("heading", { name: "3 files", level: 1 })).toBeVisible();
  const file = (name: string) => page.getByRole("region", { name });
  await expect(file("load.py").locator("[data-issue]")).toContainText("pickle.loads() runs code");
  await expect(file("run.js").locator("[data-issue]").first()).toContainText("run as code");
  await expect(file("clean.py").locator("[data-line]").first()).toBeVisible();
  await expect(file("clean.py").locator("[data-issue]")).toHaveCount(0);

  // The list of files leads to each, and keys go through the findings of all.
  await page.getByRole("button", { name: "clean.py" }).first().click();
  await expect(file("clean.py").locator('[data-line="1"]')).toBeInViewport();
  const count = await page.locator("[data-issue]").count();
  for (let step = 0; step < count; step++) await page.keyboard.press("j");
  await expect(page.locator("[data-issue]").last()).toBeFocused();
});

test("of a pasted diff only what it touches is shown", async ({ page }) => {
  const mark = crypto.randomUUID();
  await page.goto("/");
  await paste(
    page,
    [
      "--- a/tools/run.py",
      "+++ b/tools/run.py",
      "@@ -1,7 +1,8 @@",
      " def old(text):",
      "     return eval(text)",
      " ",
      " ",
      " def new(text):",
      `+    print("${mark}")`,
      "-    return text",
      "+    return eval(text)",
      " # end",
      "",
    ].join("\n"),
  );
  const id = await review(page, "Review the change");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("run.py");
  const found = page.locator("[data-issue]");
  await expect(found).toHaveCount(1);
  await expect(found).toHaveAttribute("data-start-line", "7");
  await expect(page.locator('[data-line="7"]')).toHaveAttribute("data-tint", /med|high/);
  await expect(page.locator('[data-line="2"]')).not.toHaveAttribute("data-tint", /./);
  const { files } = (await (await page.request.get(`/api/reviews/${id}`)).json()) as { files: { path: string }[] };
  expect(files.map(({ path }) => path)).toEqual(["tools/run.py"]);
});
