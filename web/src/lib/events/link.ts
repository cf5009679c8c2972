import { browserWorld, connect } from "./connection";
import { openLeaderLink } from "./leader";
import type { LinkMessage } from "./protocol";

/** A tab's way to the live stream. Who is at the other end (a worker for all tabs, or the tab itself) is hidden. */
export interface Link {
  close(): void;
}

/** Opens the shared link: through a shared worker, else through the tab that leads, else one of the tab's own. */
export function openLink(tell: (message: LinkMessage) => void): Link {
  if (typeof SharedWorker === "undefined") return openWithoutWorker(tell);
  let worker: SharedWorker;
  try {
    worker = new SharedWorker(new URL("./shared-worker.ts", import.meta.url), { type: "module", name: "assay-events" });
  } catch {
    return openWithoutWorker(tell);
  }

  let fallback: Link | null = null;
  const { port } = worker;
  port.addEventListener("message", (event: MessageEvent<LinkMessage>) => tell(event.data));
  worker.addEventListener("error", () => {
    fallback ??= openWithoutWorker(tell);
  });
  const hello = () => port.postMessage("hello");
  const bye = () => port.postMessage("bye");
  const hurry = () => port.postMessage("hurry");
  // A page kept in the back/forward cache hears nothing meanwhile, so what it knows is stale on return.
  const restored = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    hello();
    tell({ type: "resync" });
  };
  port.start();
  hello();
  window.addEventListener("pagehide", bye);
  window.addEventListener("pageshow", restored);
  window.addEventListener("online", hurry);
  return {
    close() {
      window.removeEventListener("pagehide", bye);
      window.removeEventListener("pageshow", restored);
      window.removeEventListener("online", hurry);
      bye();
      port.close();
      fallback?.close();
    },
  };
}

/** Locks exist in secure contexts only (https and loopback). */
function openWithoutWorker(tell: (message: LinkMessage) => void): Link {
  const shared = typeof BroadcastChannel !== "undefined" && navigator.locks !== undefined;
  const link = shared ? openLeaderLink(tell) : connect(browserWorld, tell);
  const hurry = () => link.hurry();
  window.addEventListener("online", hurry);
  return {
    close() {
      window.removeEventListener("online", hurry);
      link.close();
    },
  };
}
