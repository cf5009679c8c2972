import { describe, expect, it } from "vitest";
import type { ReviewCode } from "@/lib/api/types";
import { makeIssue } from "@/lib/testing/make-issue";
import { byFile, filesOf, homeless, indexOfPath, lineCount, lineId, withSuggestion } from "./files";

const code = (paths: string[]): ReviewCode =>
  ({
    id: "r",
    language: "python",
    filename: "a.py",
    code: "x\ny",
    files: paths.map((path) => ({ path, language: "python", code: "x\r\ny", changed: null, complete: true })),
  }) as unknown as ReviewCode;

describe("files of a review", () => {
  it("are what was handed in, or the one text", () => {
    expect(filesOf(code(["a.py", "b.py"])).map(({ path, lines }) => [path, lines.length])).toEqual([
      ["a.py", 2],
      ["b.py", 2],
    ]);
    expect(filesOf(code([]))).toMatchObject([{ path: "a.py", complete: true }]);
  });

  it("hold their issues; one file holds all, whatever its name", () => {
    const issues = [makeIssue({ id: "1", path: "b.py" }), makeIssue({ id: "2", path: "" }), makeIssue({ id: "3", path: "c" })];
    expect(byFile(filesOf(code([])), issues)[0]).toHaveLength(3);
    const two = filesOf(code(["a.py", "b.py"]));
    expect(byFile(two, issues).map((list) => list.map(({ id }) => id))).toEqual([[], ["1"]]);
    expect(issues.map((issue) => homeless(two, issue))).toEqual([false, true, true]);
    expect(indexOfPath(two, "b.py")).toBe(1);
  });

  it("are as long as they have lines, the empty rest behind the last line break left out", () => {
    const [file] = filesOf(code([]));
    if (!file) throw new Error("no file");
    expect(["", "a", "a\n", "a\n\n", "\n"].map((text) => lineCount({ ...file, lines: text.split("\n") }))).toEqual([1, 1, 1, 2, 1]);
  });

  it("have lines with ids of their own", () => expect([lineId(0, 3), lineId(1, 3)]).toEqual(["L3", "F2L3"]));
});

it("a suggestion takes the place of its lines, an empty one removes them", () => {
  const lines = ["a", "b", "c", "d"];
  expect(withSuggestion(lines, { start_line: 2, end_line: 3, replacement: "x\r\ny\nz" })).toEqual(["a", "x", "y", "z", "d"]);
  expect(withSuggestion(lines, { start_line: 4, end_line: 4, replacement: "" })).toEqual(["a", "b", "c"]);
});
