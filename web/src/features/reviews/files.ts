import type { CodeFile, Issue, ReviewCode, Suggestion } from "@/lib/api/types";
import { splitLines } from "@/lib/diff";

/** One file of the review as the page shows it. */
export interface ShownFile {
  path: string;
  language: string;
  lines: string[];
  /** Changed lines of the new file, where a diff was handed in; else null. */
  changed: CodeFile["changed"];
  /** False where only the diff's own lines are there. */
  complete: boolean;
}

/** A line of a file. The path is "" for a single text without a name. */
export interface Place {
  path: string;
  line: number;
}

/** How many lines are shown: what ends with a line break has no empty line after it. */
export const lineCount = ({ lines }: ShownFile): number => (lines.length > 1 && lines.at(-1) === "" ? lines.length - 1 : lines.length);

export function filesOf(code: ReviewCode): ShownFile[] {
  const files = code.files?.length
    ? code.files
    : [{ path: code.filename ?? "", language: code.language, code: code.code, changed: null, complete: true }];
  return files.map((file) => ({
    path: file.path,
    language: file.language,
    lines: splitLines(file.code),
    changed: file.changed,
    complete: file.complete,
  }));
}

/** Where a path points: its file, or the only one there is. -1: to none. */
export function indexOfPath(files: ShownFile[], path: string): number {
  if (files.length === 1) return 0;
  return files.findIndex((file) => file.path === path);
}

/** Issues by the index of their file; those whose file is not there count as without a place (see `homeless`). */
export function byFile(files: ShownFile[], issues: Issue[]): Issue[][] {
  const result: Issue[][] = files.map(() => []);
  for (const issue of issues) result[indexOfPath(files, issue.path)]?.push(issue);
  return result;
}

export const homeless = (files: ShownFile[], issue: Issue): boolean => indexOfPath(files, issue.path) < 0;

/** Ids of what one can jump to. */
export const lineId = (file: number, line: number): string => (file === 0 ? `L${line}` : `F${file + 1}L${line}`);
export const fileId = (file: number): string => `file-${file + 1}`;
export const issueElementId = (id: string): string => `issue-${id}`;
export const entryElementId = (id: string): string => `entry-${id}`;

/** The lines with a suggestion in place of those it is for. */
export function withSuggestion(lines: string[], { start_line, end_line, replacement }: Suggestion): string[] {
  const added = replacement === "" ? [] : splitLines(replacement);
  return [...lines.slice(0, start_line - 1), ...added, ...lines.slice(end_line)];
}
