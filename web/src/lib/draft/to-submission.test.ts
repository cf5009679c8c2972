import { describe, expect, it } from "vitest";
import { blankFile, emptyDraft, noOptions, parseDraft, type Draft, type DraftFile } from "./draft";
import { cleanPath, optionsSet, toSubmission } from "./to-submission";

function draftOf(...files: Partial<DraftFile>[]): Draft {
  const all = files.map((file) => blankFile(file));
  return { ...emptyDraft(), files: all as Draft["files"], active: all[0]?.id ?? "" };
}

const diff = "--- a/m.py\n+++ b/m.py\n@@ -1 +1 @@\n-a = 1\n+a = 2\n";

describe("toSubmission", () => {
  it("is nothing for blanks", () => expect(toSubmission(draftOf({ code: " \n" }))).toBeNull());

  it("is the plain shape for one text, whatever stands empty beside it", () => {
    expect(toSubmission(draftOf({ code: "x = 1", name: "a.py" }, { code: "" }))).toEqual({
      language: "auto",
      code: "x = 1",
      filename: "a.py",
    });
    expect(toSubmission(draftOf({ code: "x", language: "ruby" }))).toEqual({ language: "ruby", code: "x" });
  });

  it("names several files, each once", () => {
    const submission = toSubmission(
      draftOf({ code: "1", name: "src/a.py" }, { code: "2", name: "src/a.py" }, { code: "def f():\n  pass" }, { code: "4", language: "go" }),
    );
    expect(submission?.files).toEqual([
      { path: "src/a.py", code: "1" },
      { path: "src/a-2.py", code: "2" },
      { path: "file-3.py", code: "def f():\n  pass" },
      { path: "file-4.go", code: "4", language: "go" },
    ]);
  });

  it("sends a diff as one, with the files it changes", () => {
    expect(toSubmission(draftOf({ code: diff }))).toEqual({ language: "auto", diff });
    expect(toSubmission({ ...draftOf({ code: diff }, { code: "a = 1", name: "m.py" }), filesAre: "after" })).toEqual({
      language: "auto",
      diff,
      files: [{ path: "m.py", code: "a = 1" }],
      files_are: "after",
    });
  });

  it("sends a diff as text when told so, or when a language was chosen", () => {
    expect(toSubmission({ ...draftOf({ code: diff }), diffAsText: true })).toEqual({ language: "auto", code: diff });
    expect(toSubmission(draftOf({ code: diff, language: "text" }))).toEqual({ language: "text", code: diff });
  });

  it("sends only options that were set", () => {
    const draft = { ...draftOf({ code: "x" }), options: { ...noOptions, model: "m", samples: 3, noCache: true, minSeverity: "med" as const } };
    expect(toSubmission(draft)?.options).toEqual({ model: "m", samples: 3, no_cache: true, min_severity: "med" });
    expect([optionsSet(draft.options), optionsSet(noOptions)]).toEqual([4, 0]);
  });
});

it("paths become what the server takes", () => {
  expect(cleanPath("C:\\work\\..\\a.py")).toBe("C:/work/a.py");
  expect(cleanPath("/./a//b.c ")).toBe("a/b.c");
  expect(cleanPath("..")).toBe("");
});

describe("a stored draft", () => {
  it("comes back", () => {
    const { files } = parseDraft('{"files":[{"name":"a.py","code":"x","language":"python"},{"code":5}]}');
    expect(files.map(({ name, code, language }) => [name, code, language])).toEqual([
      ["a.py", "x", "python"],
      [null, "", "auto"],
    ]);
  });
  it.each([null, "", "{", "[]", '{"files":[]}', '{"code":"old"}'])("is empty for %j", (text) => {
    expect(parseDraft(text).files).toHaveLength(1);
  });
});
