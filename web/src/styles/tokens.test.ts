import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>("/src/**/*.{ts,tsx,css}", { query: "?raw", import: "default", eager: true });
const tokens = sources["/src/styles/tokens.css"] ?? "";

/** The opaque colours of a theme by token name, as relative luminance (WCAG 2.2) of their sRGB value. */
function luminances(selector: string): Map<string, number> {
  const start = tokens.indexOf(`${selector} {`);
  const block = tokens.slice(start, tokens.indexOf("\n}", start));
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+)(?: ([\d.]+))?\);/g);
  return new Map([...found].map(([, name = "", l, c, h]) => [name, luminance(Number(l), Number(c), Number(h ?? 0))]));
}

/** OKLCH to linear sRGB by Björn Ottosson's matrices, clipped to what a screen shows. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return (
    0.2126 * clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
    0.7152 * clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
    0.0722 * clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  );
}

const surfaces = ["canvas", "surface", "raised", "sunken", "hover", "accent-soft"];
const tints = ["high-tint", "med-tint", "low-tint"];
const code = ["keyword", "string", "comment", "number", "function", "type", "property", "meta"].map((kind) => `code-${kind}`);

/** Every text colour with all it stands on. */
const pairs: [ink: string, ground: string][] = [
  ...["ink", "ink-soft", "ink-muted"].flatMap((ink) => [...surfaces, ...tints].map((ground) => [ink, ground] as [string, string])),
  ...["accent", "high", "med", "low", "good"].flatMap((ink) =>
    ["canvas", "surface", "raised", "sunken", "hover", `${ink}-soft`].map((ground) => [ink, ground] as [string, string]),
  ),
  ...code.flatMap((ink) => ["surface", "sunken", ...tints].map((ground) => [ink, ground] as [string, string])),
  ...["accent", "accent-hover", "high"].map((ground) => ["accent-ink", ground] as [string, string]),
  ["ink", "picked"],
  ["ink", "added"],
  ["ink", "removed"],
  ["canvas", "ink"],
];

describe.each([":root", ':root[data-theme="dark"]'])("the colours of %s", (selector) => {
  const luminance_ = luminances(selector);
  const get = (name: string): number => {
    const value = luminance_.get(name);
    if (value === undefined) throw new Error(`there is no token --${name}`);
    return value;
  };
  it.each(pairs)("%s on %s reads well (4.5:1)", (ink, ground) => {
    const [dark, light] = [get(ink), get(ground)].sort((a, b) => a - b) as [number, number];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

it("both themes carry the same tokens", () => {
  expect([...luminances(':root[data-theme="dark"]').keys()]).toEqual([...luminances(":root").keys()]);
});

describe("colour is decided in the tokens file alone", () => {
  const own = /tokens\.(css|test\.ts)$|\.test\.tsx?$|schema\.d\.ts$/;
  // Hexadecimal colours, colour functions, and arbitrary values of Tailwind's colour utilities.
  const oneOff =
    /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?|oklch|oklab|hwb|lab|lch)\(|\b(?:bg|text|border|fill|stroke|outline|ring)-\[(?!length|inherit)[#a-z]/i;
  it.each(Object.keys(sources).filter((file) => !own.test(file)))("%s", (file) => {
    expect(sources[file]?.split("\n").filter((line) => oneOff.test(line))).toEqual([]);
  });
});
