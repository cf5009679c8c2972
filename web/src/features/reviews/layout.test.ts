import { describe, expect, it } from "vitest";
import type { Issue } from "@/lib/api/types";
import { makeIssue } from "@/lib/testing/make-issue";
import { byAnchor, linesOfSpans, marks, stretches, tints } from "./layout";

const at = (start: number | null, end: number | null, severity: Issue["severity"] = "low") =>
  makeIssue({ id: `${start}-${end}`, severity, start_line: start, end_line: end, placed: start !== null });

describe("tints", () => {
  it("shows the worst where ranges meet, whatever their order", () => {
    const map = tints([at(2, 4, "high"), at(3, 6, "low")], 10);
    expect([...map]).toEqual([
      [2, "high"],
      [3, "high"],
      [4, "high"],
      [5, "low"],
      [6, "low"],
    ]);
  });

  it("stays inside the file and skips what has no place", () => {
    expect(tints([at(9, 99), at(null, null)], 10).size).toBe(2);
  });
});

describe("anchors", () => {
  it("puts an issue under the last line of its range, and one beyond the end under the last line", () => {
    const map = byAnchor([at(2, 4), at(9, 99), at(null, null)], 10);
    expect([...map.keys()]).toEqual([4, 10]);
  });
});

describe("stretches", () => {
  const covered = (parts: ReturnType<typeof stretches>) => parts.reduce((sum, part) => sum + part.end - part.start + 1, 0);

  it("cuts a normal file into pieces that cover it once", () => {
    const parts = stretches(250, []);
    expect(parts.map(({ start, end }) => [start, end])).toEqual([
      [1, 100],
      [101, 200],
      [201, 250],
    ]);
  });

  it("shows a huge file around its findings, every line in exactly one stretch", () => {
    const parts = stretches(9000, [at(100, 101), at(110, 110), at(8999, 9000)]);
    expect(covered(parts)).toBe(9000);
    expect(parts.filter((part) => part.hidden).map(({ start, end }) => [start, end])).toEqual([
      [1, 87],
      [123, 8986],
    ]);
    parts.reduce((end, part) => (expect(part.start).toBe(end + 1), part.end), 0);
  });

  it("opens a gap on demand", () => {
    const parts = stretches(9000, [at(100, 101)], { opened: new Set([1]) });
    expect(parts[0]).toEqual({ start: 1, end: 87, hidden: false });
    expect(covered(parts)).toBe(9000);
  });

  it("shows the start of a huge file without findings", () => {
    expect(stretches(6000, [])[0]).toEqual({ start: 1, end: 100, hidden: false });
  });

  it("shows of a change only what is near it, and the line one jumps to", () => {
    const also = [{ start_line: 50, end_line: 52 }, { start_line: 90, end_line: 90 }];
    const parts = stretches(100, [at(10, 10)], { wholeUpTo: 0, around: 2, also });
    expect(parts.filter((part) => !part.hidden).map(({ start, end }) => [start, end])).toEqual([
      [8, 12],
      [48, 54],
      [88, 92],
    ]);
    expect(covered(parts)).toBe(100);
  });

  it("does not fold a gap that is no larger than the button in its place", () => {
    expect(stretches(20, [at(5, 5), at(12, 12)], { wholeUpTo: 0, around: 2 }).filter((part) => part.hidden)).toEqual([
      { start: 15, end: 20, hidden: true },
    ]);
  });
});

it("marks stand where an issue begins, the worst of those", () => {
  expect([...marks([at(2, 9, "low"), at(2, 3, "high"), at(5, 5, "med")], 10)]).toEqual([
    [2, "high"],
    [5, "med"],
  ]);
});

it("spans become lines", () => {
  expect([...linesOfSpans([{ start_line: 2, end_line: 3 }, { start_line: 7, end_line: 7 }])]).toEqual([2, 3, 7]);
  expect(linesOfSpans(null).size).toBe(0);
});
