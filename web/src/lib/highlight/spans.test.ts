import { describe, expect, it } from "vitest";
import { loadLanguage } from "./parsers";
import { spansByLine } from "./spans";

async function coloured(code: string, language: string) {
  const grammar = await loadLanguage(language);
  if (!grammar) throw new Error(`no grammar for ${language}`);
  const lines = code.split("\n");
  return spansByLine(code, grammar.parser).map((spans, row) =>
    spans.map(([from, to, className]) => `${className}:${lines[row]?.slice(from, to)}`),
  );
}

describe("colours", () => {
  it("stand on their words", async () => {
    const lines = await coloured('def f(x):\n    return "a" + 1  # why\n', "python");
    expect(lines[0]).toContain("tok-keyword:def");
    expect(lines[1]).toEqual(expect.arrayContaining(["tok-keyword:return", 'tok-string:"a"', "tok-number:1", "tok-comment:# why"]));
    expect(lines).toHaveLength(3);
  });

  it("are cut at line ends", async () => {
    expect(await coloured("/* a\nb */ int x;", "c")).toEqual([
      ["tok-comment:/* a"],
      expect.arrayContaining(["tok-comment:b */"]),
    ]);
  });

  it.each(["javascript", "typescript", "java", "go", "cpp", "rust", "php", "csharp", "kotlin", "scala", "ruby", "swift", "bash",
    "lua", "sql", "toml", "yaml", "json", "css", "html"])("come from a grammar that loads: %s", async (language) => {
    expect((await loadLanguage(language))?.parser.parse("x = 1\n").length).toBe(6);
  });
});
