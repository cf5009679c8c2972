import { describe, expect, it } from "vitest";
import { diffLines, splitLines } from "./diff";

const signs = { same: " ", removed: "-", added: "+" };
const show = (before: string[], after: string[], limit?: number) =>
  diffLines(before, after, limit).map(({ kind, text }) => signs[kind] + text);

describe("the difference of two texts", () => {
  it("keeps what is common and puts removed before added", () => {
    expect(show(["a", "b", "c"], ["a", "x", "c", "d"])).toEqual([" a", "-b", "+x", " c", "+d"]);
  });

  it("handles one empty side", () => {
    expect(show([], ["x"])).toEqual(["+x"]);
    expect(show(["x"], [])).toEqual(["-x"]);
    expect(show([], [])).toEqual([]);
  });

  it("gives both texts back, whatever they are", () => {
    let seed = 7;
    const next = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 200; round++) {
      const before = Array.from({ length: next(9) }, () => "abc"[next(3)] ?? "");
      const after = Array.from({ length: next(9) }, () => "abc"[next(3)] ?? "");
      const diff = diffLines(before, after);
      expect(diff.filter(({ kind }) => kind !== "added").map(({ text }) => text)).toEqual(before);
      expect(diff.filter(({ kind }) => kind !== "removed").map(({ text }) => text)).toEqual(after);
    }
  });

  it("replaces everything beyond its limit", () => {
    expect(show(["a", "b"], ["a"], 1)).toEqual(["-a", "-b", "+a"]);
  });
});

describe("lines", () => {
  it("end with LF or CRLF, and a last empty one counts", () => {
    expect(splitLines("a\r\nb\n")).toEqual(["a", "b", ""]);
  });
});
