/** A file's text, or the reason (a sentence) why it cannot be reviewed. */
export type FileText = { ok: true; text: string; note: string | null } | { ok: false; reason: string };

/** Reads UTF-8; other text is read as Windows-1252 with a note, and what holds NUL bytes is refused as binary. */
export async function readTextFile(file: File, maxBytes: number, maxText: string): Promise<FileText> {
  if (file.size > maxBytes) return { ok: false, reason: `${file.name} is larger than the ${maxText} a review takes.` };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { ok: false, reason: `${file.name} could not be read. Is it a folder?` };
  }
  if (new Uint8Array(bytes).includes(0)) return { ok: false, reason: `${file.name} is a binary file.` };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), note: null };
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    return { ok: true, text, note: `${file.name} is not UTF-8; it was read as Windows-1252.` };
  }
}
