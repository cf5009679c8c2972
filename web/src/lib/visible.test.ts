import { describe, expect, it } from "vitest";
import { visible } from "./visible";

describe("deceptive characters", () => {
  it("are written out", () => {
    expect(visible("if admin\u202e \u2066// no\u2069")).toBe("if admin[U+202E] [U+2066]// no[U+2069]");
    expect(visible("a\u0000b\u200bc\rd")).toBe("a[U+0000]b[U+200B]c[U+000D]d");
  });

  it("leave honest text alone", () => {
    const text = "\tnaïve ‘quotes’ – 漢字 😀 עברית";
    expect(visible(text)).toBe(text);
  });
});
