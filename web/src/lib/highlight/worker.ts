import { loadLanguage } from "./parsers";
import { spansByLine, type Span } from "./spans";

export interface HighlightRequest {
  id: number;
  code: string;
  language: string;
}

export interface HighlightReply {
  id: number;
  spans: Span[][];
}

// Colouring a large file takes longer than a frame, so it happens off the page's thread.
self.addEventListener("message", async (event: MessageEvent<HighlightRequest>) => {
  const { id, code, language } = event.data;
  let spans: Span[][] = [];
  try {
    const grammar = await loadLanguage(language);
    if (grammar) spans = spansByLine(code, grammar.parser);
  } catch {
    // Code without colours is still code.
  }
  const reply: HighlightReply = { id, spans };
  self.postMessage(reply);
});
