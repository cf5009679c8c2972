import { describe, expect, it } from "vitest";
import { firstPieces, nextPieces } from "./next-pieces";

const part = (start: number, end: number, hidden = false) => ({ start, end, hidden });
const parts = [part(1, 100), part(101, 200), part(201, 900, true), part(901, 1000), part(1001, 1030), part(1031, 1060)];
const starts = (list: { start: number }[]) => list.map(({ start }) => start);
const nowhere = () => false;

describe("a long file", () => {
  it("begins with what is seen first", () => {
    expect(starts(firstPieces(parts, 150))).toEqual([1, 101]);
    expect(starts(firstPieces(parts, 201))).toEqual([1, 101, 901]);
    expect(firstPieces(parts, 0)).toEqual([]);
  });

  it("goes on from the top, some lines at a time", () => {
    const drawn = new Map([[1, "new"]]);
    expect(starts(nextPieces(parts, drawn, "new", nowhere))).toEqual([101]);
    expect(starts(nextPieces(parts, new Map([...drawn, [101, "new"], [901, "new"]]), "new", nowhere))).toEqual([1001, 1031]);
  });

  it("draws what is near the window before the rest, and the missing before the outdated", () => {
    const drawn = new Map([[1, "old"], [101, "old"], [1001, "old"]]);
    expect(starts(nextPieces(parts, drawn, "new", nowhere))).toEqual([901]);
    expect(starts(nextPieces(parts, drawn, "new", (index) => index === 1))).toEqual([101]);
    expect(starts(nextPieces(parts, drawn, "new", (index) => index >= 4))).toEqual([1031, 1001, 901]);
  });

  it("is done when all was drawn with what is wanted", () => {
    const drawn = new Map(parts.map(({ start }) => [start, "new"]));
    expect(nextPieces(parts, drawn, "new", nowhere)).toEqual([]);
    expect(starts(nextPieces(parts, drawn, "newer", nowhere))).toEqual([1]);
  });
});
