// Fails when the page got heavier than the budget, as gzip: what index.html loads before anything shows, and what the
// screens of a review and of the analytics load on top of it. A browser asks for six files at a time, so many small
// ones are slow too.
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

const dist = path.resolve(import.meta.dirname, "../dist");
const kB = 1024;
const budgets = [
  { name: "entry js", kind: ".js", limit: 120 * kB, most: 4 },
  { name: "entry css", kind: ".css", limit: 16 * kB, most: 1 },
  { name: "submit on top", screen: "src/app/submit-page.tsx", kind: ".js", limit: 50 * kB, most: 10 },
  { name: "review on top", screen: "src/features/reviews/review-page.tsx", kind: ".js", limit: 50 * kB, most: 10 },
  { name: "analytics on top", screen: "src/features/analytics/analytics-page.tsx", kind: ".js", limit: 125 * kB, most: 10 },
];

const manifest = JSON.parse(
  await readFile(path.join(dist, ".vite/manifest.json"), "utf8").catch(() => {
    console.error("There is no web/dist: run `npm run build` first.");
    process.exit(1);
  }),
);

/** All files that a chunk needs at once: its own, its style sheets, and those of what it imports. */
function closure(key, files = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the manifest has no ${key}`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const sheet of chunk.css ?? []) files.add(sheet);
  for (const imported of chunk.imports ?? []) closure(imported, files);
  return files;
}

const entry = closure("index.html");
let over = false;
for (const { name, screen, kind, limit, most } of budgets) {
  const files = [...(screen ? closure(screen) : entry)].filter(
    (file) => path.extname(file) === kind && (!screen || !entry.has(file)),
  );
  let bytes = 0;
  for (const file of files) bytes += (await stat(path.join(dist, `${file}.gz`)).catch(() => stat(path.join(dist, file)))).size;
  const tooMuch = bytes > limit || files.length > most;
  over ||= tooMuch;
  console.log(
    `${name}: ${(bytes / kB).toFixed(1)} kB gzip in ${files.length} files, ${tooMuch ? "OVER" : "within"} ${limit / kB} kB in ${most}`,
  );
}
process.exit(over ? 1 : 0);
