import { createServer, request as forward, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands between browser and server and counts how many live streams are open at a time. */
export class CountingProxy {
  open = 0;
  most = 0;
  private constructor(private readonly server: HttpServer) {}

  static async start(target: string): Promise<CountingProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer((request, response) => {
      if (request.url?.startsWith("/api/events")) {
        proxy.most = Math.max(proxy.most, ++proxy.open);
        response.once("close", () => proxy.open--);
      }
      const { url: path, method, headers } = request;
      const onward = forward({ hostname, port, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.once("error", () => response.destroy());
      response.once("close", () => onward.destroy());
      request.pipe(onward);
    });
    const proxy = new CountingProxy(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
