import type { LanguageId } from "./api/types";

/** Every language of the API; one that is missing here does not compile. */
const known: Record<LanguageId, { name: string; extensions: string[] }> = {
  bash: { name: "Bash", extensions: ["sh", "bash", "zsh"] },
  c: { name: "C", extensions: ["c", "h"] },
  cpp: { name: "C++", extensions: ["cpp", "cc", "cxx", "hpp", "hh", "hxx", "ipp"] },
  csharp: { name: "C#", extensions: ["cs"] },
  css: { name: "CSS", extensions: ["css"] },
  go: { name: "Go", extensions: ["go"] },
  html: { name: "HTML", extensions: ["html", "htm"] },
  java: { name: "Java", extensions: ["java"] },
  javascript: { name: "JavaScript", extensions: ["js", "mjs", "cjs", "jsx"] },
  json: { name: "JSON", extensions: ["json"] },
  kotlin: { name: "Kotlin", extensions: ["kt", "kts"] },
  lua: { name: "Lua", extensions: ["lua"] },
  php: { name: "PHP", extensions: ["php"] },
  text: { name: "Plain text", extensions: ["txt"] },
  python: { name: "Python", extensions: ["py", "pyi", "pyw"] },
  ruby: { name: "Ruby", extensions: ["rb", "rake"] },
  rust: { name: "Rust", extensions: ["rs"] },
  scala: { name: "Scala", extensions: ["scala", "sc"] },
  sql: { name: "SQL", extensions: ["sql"] },
  swift: { name: "Swift", extensions: ["swift"] },
  toml: { name: "TOML", extensions: ["toml"] },
  typescript: { name: "TypeScript", extensions: ["ts", "mts", "cts", "tsx"] },
  yaml: { name: "YAML", extensions: ["yaml", "yml"] },
};

const ids = Object.keys(known) as LanguageId[];

/** In the order a person looks for them. */
export const languages: { id: LanguageId; name: string }[] = ids
  .map((id) => ({ id, name: known[id].name }))
  .sort((a, b) => a.name.localeCompare(b.name, "en"));

const byExtension = new Map(ids.flatMap((id) => known[id].extensions.map((end) => [end, id] as const)));

export const isLanguage = (id: string): id is LanguageId => Object.hasOwn(known, id);

export function languageName(id: string): string {
  if (id === "auto") return "Detecting";
  return isLanguage(id) ? known[id].name : id;
}

/** The usual ending of the language's files, without the dot. */
export const extensionOf = (id: LanguageId): string => known[id].extensions[0] ?? "txt";

export function languageOfFile(filename: string): LanguageId | null {
  const dot = filename.lastIndexOf(".");
  if (dot < 0) return null;
  return byExtension.get(filename.slice(dot + 1).toLowerCase()) ?? null;
}
