import type { Language, StreamParser } from "@codemirror/language";

/** Loads the grammar of a language on first use; null for one that is shown without colours. */
export async function loadLanguage(id: string): Promise<Language | null> {
  switch (id) {
    case "python":
      return (await import("@codemirror/lang-python")).pythonLanguage;
    case "javascript":
      return (await import("@codemirror/lang-javascript")).jsxLanguage;
    case "typescript":
      return (await import("@codemirror/lang-javascript")).typescriptLanguage;
    case "java":
      return (await import("@codemirror/lang-java")).javaLanguage;
    case "go":
      return (await import("@codemirror/lang-go")).goLanguage;
    case "c":
    case "cpp":
      return (await import("@codemirror/lang-cpp")).cppLanguage;
    case "rust":
      return (await import("@codemirror/lang-rust")).rustLanguage;
    case "php":
      return (await import("@codemirror/lang-php")).phpLanguage;
    case "html":
      return (await import("@codemirror/lang-html")).htmlLanguage;
    case "css":
      return (await import("@codemirror/lang-css")).cssLanguage;
    case "json":
      return (await import("@codemirror/lang-json")).jsonLanguage;
    case "csharp":
      return streamed(import("@codemirror/legacy-modes/mode/clike").then((mode) => mode.csharp));
    case "kotlin":
      return streamed(import("@codemirror/legacy-modes/mode/clike").then((mode) => mode.kotlin));
    case "scala":
      return streamed(import("@codemirror/legacy-modes/mode/clike").then((mode) => mode.scala));
    case "ruby":
      return streamed(import("@codemirror/legacy-modes/mode/ruby").then((mode) => mode.ruby));
    case "swift":
      return streamed(import("@codemirror/legacy-modes/mode/swift").then((mode) => mode.swift));
    case "bash":
      return streamed(import("@codemirror/legacy-modes/mode/shell").then((mode) => mode.shell));
    case "lua":
      return streamed(import("@codemirror/legacy-modes/mode/lua").then((mode) => mode.lua));
    case "sql":
      return streamed(import("@codemirror/legacy-modes/mode/sql").then((mode) => mode.standardSQL));
    case "toml":
      return streamed(import("@codemirror/legacy-modes/mode/toml").then((mode) => mode.toml));
    case "yaml":
      return streamed(import("@codemirror/legacy-modes/mode/yaml").then((mode) => mode.yaml));
    case "diff":
      return streamed(import("@codemirror/legacy-modes/mode/diff").then((mode) => mode.diff));
    default:
      return null;
  }
}

/** Languages without a Lezer grammar are read by a line-by-line tokenizer with the same interface. */
async function streamed(mode: Promise<StreamParser<unknown>>): Promise<Language> {
  const [{ StreamLanguage }, parser] = await Promise.all([import("@codemirror/language"), mode]);
  return StreamLanguage.define(parser);
}
