// Writes FILE.br and FILE.gz next to every compressible file of dist/. The server embeds all three and picks by
// Accept-Encoding; a variant that would be larger than the file itself is not written.
import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const dist = path.resolve(import.meta.dirname, "../dist");
const compressible = /\.(html|js|mjs|css|svg|json|txt|webmanifest|map)$/;
const smallest = 256;

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !compressible.test(entry.name)) continue;
  const plain = await readFile(file);
  const variants = {
    br: await brotli(plain, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    gz: await gzip(plain, { level: 9 }),
  };
  for (const [suffix, bytes] of Object.entries(variants)) {
    const target = `${file}.${suffix}`;
    if (plain.length >= smallest && bytes.length < plain.length) await writeFile(target, bytes);
    else await unlink(target).catch(() => {});
  }
}
