import { describe, expect, it } from "vitest";
import { readUnifiedDiff } from "./unified-diff";

const git = [
  "diff --git a/src/a.py b/src/a.py",
  "index 1111111..2222222 100644",
  "--- a/src/a.py",
  "+++ b/src/a.py",
  "@@ -1,3 +1,4 @@ def f():",
  " one",
  "-two",
  "+deux",
  "+trois",
  " four",
  "",
].join("\n");

describe("readUnifiedDiff", () => {
  it("reads what git writes", () => {
    expect(readUnifiedDiff(git)).toEqual({ files: [{ path: "src/a.py", added: 2, removed: 1 }], added: 2, removed: 1 });
  });

  it("reads several files, new, deleted and without a newline at the end", () => {
    const text = `${git}\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+hello\n\\ No newline at end of file\n--- a/old.txt\t2026-01-01 00:00:00\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n`;
    expect(readUnifiedDiff(text)?.files).toEqual([
      { path: "src/a.py", added: 2, removed: 1 },
      { path: "new.txt", added: 1, removed: 0 },
      { path: "old.txt", added: 0, removed: 1 },
    ]);
  });

  it("reads CRLF text", () => expect(readUnifiedDiff(git.replaceAll("\n", "\r\n"))?.added).toBe(2));

  it("does not mistake a removed SQL comment inside a hunk for a header", () => {
    const text = "--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,1 @@\n--- old remark\n select 1;\n";
    expect(readUnifiedDiff(text)).toEqual({ files: [{ path: "q.sql", added: 0, removed: 1 }], added: 0, removed: 1 });
  });

  it.each([
    ["code", "def f():\n    return 1\n"],
    ["a hunk that ends early", git.replace(" four\n", "")],
    ["a hunk without a file", "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n"],
    ["code about diffs", 'const head = "@@ -1,3 +1,4 @@";\n--- x\n'],
    ["a hunk with other lines in it", git.replace(" one", "one")],
  ])("is null for %s", (_, text) => expect(readUnifiedDiff(text)).toBeNull());
});
