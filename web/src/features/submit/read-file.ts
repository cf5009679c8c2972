/** A file's text, or the reason (a sentence) why it cannot be reviewed. */
export type FileText = { ok: true; name: string; text: string; note: string | null } | { ok: false; reason: string };

/** Reads UTF-8; other text is read as Windows-1252 with a note, and what holds NUL bytes is refused as binary. */
export async function readTextFile(file: File, name: string, maxBytes: number, maxText: string): Promise<FileText> {
  if (file.size > maxBytes) return { ok: false, reason: `${name} is larger than the ${maxText} a review takes.` };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { ok: false, reason: `${name} could not be read. Is it a folder?` };
  }
  if (new Uint8Array(bytes).includes(0)) return { ok: false, reason: `${name} is a binary file.` };
  try {
    return { ok: true, name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), note: null };
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    return { ok: true, name, text, note: `${name} is not UTF-8; it was read as Windows-1252.` };
  }
}

export interface Picked {
  file: File;
  /** Relative to the folder that was dropped or chosen. */
  name: string;
}

const skipped = /(^|\/)(\.[^/]+|node_modules|target|build|dist|__pycache__|vendor)\//;

/** The files of a drop, those inside dropped folders included; what is hidden or made by tools is left out. */
export async function filesOfDrop(transfer: DataTransfer, most: number): Promise<Picked[]> {
  // Entries must be taken before the first await: the browser empties the transfer then.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found: Picked[] = [];
  for (const entry of entries) if (entry) await collect(entry, "", found, most);
  return found;
}

async function collect(entry: FileSystemEntry, folder: string, into: Picked[], most: number): Promise<void> {
  if (into.length > most) return;
  const name = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ file, name });
  } else if (!skipped.test(`${name}/`)) {
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await collect(child, `${name}/`, into, most);
  }
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader gives at most a hundred at a time, and nothing at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name, "en"));
    all.push(...some);
  }
}
