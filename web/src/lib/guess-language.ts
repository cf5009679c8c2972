import type { LanguageId } from "./api/types";
import { languageOfFile } from "./languages";

const interpreters: [RegExp, LanguageId][] = [
  [/^#!.*\bpython[\d.]*/, "python"],
  [/^#!.*\b(ba|z|da)?sh\b/, "bash"],
  [/^#!.*\b(node|deno|bun)\b/, "javascript"],
  [/^#!.*\bruby\b/, "ruby"],
  [/^#!.*\bphp\b/, "php"],
];

// First match wins, so the more telling sign stands higher.
const signs: [RegExp, LanguageId][] = [
  [/^\s*<\?php/, "php"],
  [/^package\s+\w+\s*$/m, "go"],
  [/^\s*using\s+System[\w.]*;/m, "csharp"],
  [/^\s*(public\s+)?(abstract\s+|final\s+)?class\s+\w+[^:]*\{[\s\S]*\bpublic\s+static\s+void\s+main/m, "java"],
  [/^\s*import\s+java[x]?\./m, "java"],
  [/^\s*package\s+[\w.]+;/m, "java"],
  [/^\s*#include\s*<(iostream|vector|string|memory|map|algorithm|optional|string_view)>|\bstd::|^\s*template\s*</m, "cpp"],
  [/^\s*#include\s*[<"]/m, "c"],
  [/^\s*(pub\s+)?fn\s+\w+|^\s*use\s+(std|crate)::|\blet\s+mut\b/m, "rust"],
  [/^\s*(data\s+class|fun)\s+\w+|^\s*val\s+\w+\s*[:=]/m, "kotlin"],
  [/^\s*import\s+(Foundation|UIKit|SwiftUI)\b|\bguard\s+let\b|^\s*func\s+\w+[^{]*->/m, "swift"],
  [/^\s*(async\s+)?def\s+\w+\s*\(.*\).*:\s*(#.*)?$|^\s*(from\s+[\w.]+\s+)?import\s+\w+[\w., ]*$|^if __name__/m, "python"],
  [/^\s*(def|module|class)\s+[\w:.?!]+[\s\S]*^\s*end\s*$|^\s*require\s+['"]/m, "ruby"],
  [/^\s*(export\s+)?(interface|type|enum)\s+\w+.*[{=]|:\s*(string|number|boolean|unknown)\b/m, "typescript"],
  [/\b(const|let|var)\s+[\w{[]|=>|\bfunction\b|\brequire\(/, "javascript"],
  [/^\s*<(!doctype html|html)\b/i, "html"],
  [/^\s*(select|insert into|create table|update)\b[\s\S]*;/i, "sql"],
  [/^\s*(echo|export|if \[|for \w+ in)\b/m, "bash"],
];

/**
 * A guess for colouring and for the hint beside "Auto". The server decides for itself what "auto" is; this only
 * reads the start of the text, so that a keystroke in a large file stays cheap.
 */
export function guessLanguage(filename: string | null, code: string): LanguageId | null {
  const named = filename ? languageOfFile(filename) : null;
  if (named) return named;
  const head = code.slice(0, 4000);
  for (const [pattern, id] of interpreters) if (pattern.test(head)) return id;
  for (const [pattern, id] of signs) if (pattern.test(head)) return id;
  return null;
}
