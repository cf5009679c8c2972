import { useEffect, useState } from "react";
import type { Span } from "./spans";
import type { HighlightReply, HighlightRequest } from "./worker";

/** Colours per line, empty until the worker is done (or for good, where workers or the grammar are missing). */
export function useHighlight(code: string, language: string): Span[][] {
  const [result, setResult] = useState<{ code: string; spans: Span[][] } | null>(null);
  useEffect(() => {
    let worker: Worker;
    try {
      worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "assay-highlight" });
    } catch {
      return;
    }
    worker.addEventListener("message", (event: MessageEvent<HighlightReply>) => {
      setResult({ code, spans: event.data });
      worker.terminate();
    });
    const message: HighlightRequest = { code, language };
    worker.postMessage(message);
    return () => worker.terminate();
  }, [code, language]);
  return result?.code === code ? result.spans : none;
}

const none: Span[][] = [];
