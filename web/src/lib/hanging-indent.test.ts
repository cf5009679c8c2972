import { describe, expect, it } from "vitest";
import { hangOf } from "./hanging-indent";

describe("hangOf", () => {
  it("is a little behind the indentation of the line", () => {
    expect(hangOf("return 1")).toBe(2);
    expect(hangOf("  return 1")).toBe(4);
    expect(hangOf("")).toBe(2);
  });

  it("takes a tab to the next stop", () => {
    expect(hangOf("\treturn 1")).toBe(8);
    expect(hangOf("\t\treturn 1")).toBe(12);
    expect(hangOf("  \treturn 1")).toBe(8);
  });

  it("keeps to whole tab stops where the line has tabs, so that those within it do not move", () => {
    expect(hangOf("   key:\tvalue")).toBe(8);
    expect(hangOf("\t key")).toBe(8);
  });
});
