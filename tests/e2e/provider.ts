import { createServer, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Behaviour = "hang" | "refuse";

/** A model provider that never answers, or refuses at once: what a page must cope with, on demand. */
export class Provider {
  private constructor(
    private readonly server: HttpServer,
    private readonly held: Set<ServerResponse>,
  ) {}

  static async start(behaviour: Behaviour): Promise<Provider> {
    const held = new Set<ServerResponse>();
    const server = createServer((request, response) => {
      request.resume();
      if (behaviour === "hang") {
        held.add(response);
        return;
      }
      response.writeHead(401, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error: { message: "This key was revoked.", type: "invalid_request_error" } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Provider(server, held);
  }

  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { OPENAI_API_KEY: "test-key", OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  }

  async stop(): Promise<void> {
    for (const response of this.held) response.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
