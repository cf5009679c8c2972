import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatElapsed, formatMoney, formatWhen, lineRange, plural } from "./format";

describe("figures as a person reads them", () => {
  it.each([
    [0.42, "0.4 ms"],
    [85.4, "85 ms"],
    [999.6, "1000 ms"],
    [3210, "3.2 s"],
    [59_990, "59.9 s"],
    [125_000, "2 min 05 s"],
    [3_720_000, "1 h 02 min"],
  ])("%d ms is %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [-5, "0:00"],
    [61_999, "1:01"],
    [3_661_000, "1:01:01"],
  ])("%d ms have elapsed: %s", (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });

  it("counts bytes in binary units", () => {
    expect([formatBytes(1023), formatBytes(1536), formatBytes(8 * 1024 * 1024)]).toEqual(["1023 B", "1.5 KiB", "8 MiB"]);
  });

  it("writes out the parts of a cent only where they are all there is", () => {
    expect([0, 0.0123, 0.5, 53.8863, 1234].map(formatMoney)).toEqual(["$0.00", "$0.0123", "$0.50", "$53.89", "$1,234.00"]);
  });

  it("shows the smallest costs by their first digits, never as nothing", () => {
    expect([0.01, 0.00999, 0.0042, 0.000042, 0.0000014, 0.000001].map(formatMoney)).toEqual([
      "$0.01",
      "$0.01",
      "$0.0042",
      "$0.000042",
      "$0.0000014",
      "$0.000001",
    ]);
    expect([0.0000009, 1e-12].map(formatMoney)).toEqual(["<$0.000001", "<$0.000001"]);
  });

  it("names numbers and lines", () => {
    expect([plural(1, "finding"), plural(1200, "finding")]).toEqual(["1 finding", "1,200 findings"]);
    expect([lineRange(3, 3), lineRange(3, 5)]).toEqual(["line 3", "lines 3–5"]);
  });

  it("does not let a server clock ahead of ours show the future", () => {
    expect(formatWhen("2026-11-24T10:00:30Z", Date.parse("2026-11-24T10:00:00Z"))).toBe("just now");
    expect(formatWhen("2026-11-24T09:48:00Z", Date.parse("2026-11-24T10:00:00Z"))).toBe("12 min ago");
  });
});
