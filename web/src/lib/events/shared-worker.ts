import { browserWorld, connect, type Connection } from "./connection";
import type { LinkMessage } from "./protocol";

/*
 * One stream for all tabs of this browser: over HTTP/1.1 a browser opens six connections to a host at most, and a
 * stream per tab would let the seventh tab hang. The stream lives as long as any tab does.
 */
interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

const ports = new Set<MessagePort>();
let connection: Connection | null = null;

function tellAll(message: LinkMessage): void {
  for (const port of ports) port.postMessage(message);
}

self.addEventListener("connect", (event) => {
  const port = (event as ConnectEvent).ports[0];
  if (!port) return;
  port.addEventListener("message", (message: MessageEvent<"hello" | "bye" | "hurry">) => {
    switch (message.data) {
      case "hello": {
        ports.add(port);
        connection ??= connect(browserWorld, tellAll);
        const state: LinkMessage = { type: "state", state: connection.state };
        port.postMessage(state);
        break;
      }
      case "hurry":
        connection?.hurry();
        break;
      case "bye":
        ports.delete(port);
        if (ports.size === 0) {
          connection?.close();
          connection = null;
        }
    }
  });
  port.start();
});
