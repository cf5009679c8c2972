/** A file of a unified diff. `lines` holds the new file's lines that the diff shows, by their number. */
export interface DiffFile {
  path: string;
  added: number;
  removed: number;
}

export interface UnifiedDiff {
  files: DiffFile[];
  added: number;
  removed: number;
}

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Reads a unified diff (diff -u, git diff, git show). Null where the text is not one: a hunk whose counts do not
 * come out, or text without any hunk, is code that only looks similar.
 */
export function readUnifiedDiff(text: string): UnifiedDiff | null {
  // Cheap answer for the usual case; a keystroke in a large file must not cost a parse.
  if (!/^@@ -\d+/m.test(text) || !/^(--- |diff --git )/m.test(text)) return null;
  const lines = text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
  const files: DiffFile[] = [];
  let file: DiffFile | null = null;
  let from: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.startsWith("--- ")) {
      from = pathOf(line.slice(4));
      continue;
    }
    if (line.startsWith("+++ ") && from !== null) {
      const to = pathOf(line.slice(4));
      file = { path: to === "/dev/null" ? from : to, added: 0, removed: 0 };
      files.push(file);
      from = null;
      continue;
    }
    const head = hunkHead.exec(line);
    if (!head) continue;
    if (!file) return null;
    let oldLeft = Number(head[2] ?? 1);
    let newLeft = Number(head[4] ?? 1);
    while (oldLeft > 0 || newLeft > 0) {
      const body = lines[++at];
      if (body === undefined) return null;
      if (body.startsWith("+")) {
        newLeft--;
        file.added++;
      } else if (body.startsWith("-")) {
        oldLeft--;
        file.removed++;
      } else if (body.startsWith("\\")) {
        continue;
      } else if (body.startsWith(" ") || body === "") {
        oldLeft--;
        newLeft--;
      } else return null;
    }
    if (oldLeft < 0 || newLeft < 0) return null;
  }
  if (files.length === 0 || files.every(({ added, removed }) => added + removed === 0)) return null;
  return {
    files,
    added: files.reduce((sum, { added }) => sum + added, 0),
    removed: files.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** A file's name as the headers write it: without git's a/ or b/, and without the time that diff -u adds. */
function pathOf(text: string): string {
  const name = text.split("\t", 1)[0]?.trim() ?? "";
  const plain = name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;
  return plain.replace(/^[ab]\//, "");
}
