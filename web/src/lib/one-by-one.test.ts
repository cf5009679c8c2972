import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { later } from "./one-by-one";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("work that can wait", () => {
  it("runs in order, each in a task of its own", () => {
    const ran: string[] = [];
    for (const name of ["a", "b", "c"]) later(() => ran.push(name));
    expect(ran).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(ran).toEqual(["a"]);
    vi.runAllTimers();
    expect(ran).toEqual(["a", "b", "c"]);
  });

  it("can be taken back, and goes on with the others", () => {
    const ran: string[] = [];
    const back = later(() => ran.push("a"));
    later(() => ran.push("b"));
    back();
    vi.runAllTimers();
    expect(ran).toEqual(["b"]);
    later(() => ran.push("c"));
    vi.runAllTimers();
    back();
    expect(ran).toEqual(["b", "c"]);
  });

  it("survives one that fails", () => {
    const ran: string[] = [];
    later(() => {
      throw new Error("broken");
    });
    later(() => ran.push("b"));
    expect(() => vi.advanceTimersToNextTimer()).toThrow("broken");
    vi.runAllTimers();
    expect(ran).toEqual(["b"]);
  });
});
