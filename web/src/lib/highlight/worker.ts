import { loadLanguage } from "./parsers";
import { spansByLine, type Span } from "./spans";

export interface HighlightRequest {
  code: string;
  language: string;
}

export type HighlightReply = Span[][];

// Colouring a large file takes longer than a frame, so it happens off the page's thread.
self.addEventListener("message", async (event: MessageEvent<HighlightRequest>) => {
  const { code, language } = event.data;
  let reply: HighlightReply = [];
  try {
    const grammar = await loadLanguage(language);
    if (grammar) reply = spansByLine(code, grammar.parser);
  } catch {
    // Code without colours is still code.
  }
  self.postMessage(reply);
});
