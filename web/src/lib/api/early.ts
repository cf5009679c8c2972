/** After so long an answer is no news any more. */
const freshMs = 10_000;

/**
 * The answer to a GET that public/page-init.js sent before any of the page ran; undefined where there is none. Each is
 * handed out once, so that whoever asks again asks the server.
 */
export function takeEarly(path: string): Promise<Response> | undefined {
  const { assayEarly: early } = globalThis as { assayEarly?: Record<string, Promise<Response> | undefined> };
  const answer = early?.[path];
  if (early) early[path] = undefined;
  // It was sent when the page began.
  return performance.now() < freshMs ? answer : undefined;
}
