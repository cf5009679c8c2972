// Fails when the page got heavier than the budget: what index.html loads before anything shows, as gzip.
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

const dist = path.resolve(import.meta.dirname, "../dist");
const budgets = { js: 120 * 1024, css: 16 * 1024 };

const html = await readFile(path.join(dist, "index.html"), "utf8");
const entry = { js: new Set(), css: new Set() };
for (const [, file] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
  const kind = path.extname(file).slice(1);
  if (kind in entry) entry[kind].add(file);
}
let over = false;
for (const [kind, files] of Object.entries(entry)) {
  let bytes = 0;
  for (const file of files) bytes += (await stat(path.join(dist, `${file}.gz`))).size;
  const state = bytes > budgets[kind] ? "over" : "within";
  over ||= bytes > budgets[kind];
  console.log(`entry ${kind}: ${(bytes / 1024).toFixed(1)} kB gzip, ${state} ${budgets[kind] / 1024} kB`);
}
process.exit(over ? 1 : 0);
