import { useEffect, useState } from "react";
import type { Span } from "./spans";
import type { HighlightReply, HighlightRequest } from "./worker";

/** Colours per line, empty until the worker is done (or for good, where workers or the grammar are missing). */
export function useHighlight(code: string, language: string): Span[][] {
  const [result, setResult] = useState<{ code: string; language: string; spans: Span[][] } | null>(null);
  useEffect(() => {
    let stale = false;
    void colour(code, language).then((spans) => {
      if (!stale) setResult({ code, language, spans });
    });
    return () => {
      stale = true;
    };
  }, [code, language]);
  return result?.code === code && result.language === language ? result.spans : none;
}

const none: Span[][] = [];

// One worker for all files of a page, made when the first is shown.
let worker: Worker | null | undefined;
let nextId = 1;
const waiting = new Map<number, (spans: Span[][]) => void>();

function colour(code: string, language: string): Promise<Span[][]> {
  if (worker === undefined) worker = start();
  if (!worker) return Promise.resolve(none);
  const id = nextId++;
  const message: HighlightRequest = { id, code, language };
  worker.postMessage(message);
  return new Promise((resolve) => waiting.set(id, resolve));
}

function start(): Worker | null {
  try {
    const made = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "assay-highlight" });
    made.addEventListener("message", ({ data }: MessageEvent<HighlightReply>) => {
      waiting.get(data.id)?.(data.spans);
      waiting.delete(data.id);
    });
    return made;
  } catch {
    return null;
  }
}
