import path from "node:path";
import type { Plugin } from "vite";

const source = path.resolve(import.meta.dirname, "../src");

/** The screens by the beginning of their path; the first that fits is meant. */
const screens: [start: string, file: string][] = [
  ["/reviews/", "features/reviews/review-page.tsx"],
  ["/history", "features/history/history-page.tsx"],
  ["/analytics", "features/analytics/analytics-page.tsx"],
  ["/settings", "features/settings/settings-page.tsx"],
  ["/compare/", "features/compare/compare-page.tsx"],
  ["/compare", "features/compare/pick-page.tsx"],
  ["/", "app/submit-page.tsx"],
];

/**
 * Writes into index.html which files each screen needs besides the entry, as lists of the path's beginning and the
 * files. public/page-init.js asks for those of the screen that is opened, which else would wait until the entry ran.
 */
export function namedScreens(): Plugin {
  return {
    name: "named-screens",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html;
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const filesOf = (fileName: string, into = new Set<string>()): Set<string> => {
          if (into.has(fileName)) return into;
          into.add(fileName);
          const chunk = chunks.find((candidate) => candidate.fileName === fileName);
          for (const imported of chunk?.imports ?? []) filesOf(imported, into);
          return into;
        };
        const entry = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName }) => [...filesOf(fileName)]));
        const named = screens.map(([start, file]) => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === path.join(source, file));
          if (!chunk) throw new Error(`there is no file for the screen ${file}`);
          return [start, ...[...filesOf(chunk.fileName)].filter((name) => !entry.has(name)).map((name) => `/${name}`)];
        });
        const meta = `<meta name="screens" content='${JSON.stringify(named)}' />`;
        return html.replace('<script src="/page-init.js">', (script) => `${meta}\n    ${script}`);
      },
    },
  };
}
