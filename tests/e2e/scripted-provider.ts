import { createServer, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { issueText, type ModelIssue } from "./fake-provider.ts";

/** A model that streams its reply when a test says so: what happens in between is not a matter of time. */
export class ScriptedProvider {
  private readonly asked: Promise<ServerResponse>;
  private said = 0;

  private constructor(
    private readonly server: HttpServer,
    hear: (answer: (response: ServerResponse) => void) => void,
  ) {
    this.asked = new Promise((resolve) => hear(resolve));
  }

  static async start(): Promise<ScriptedProvider> {
    let answer: (response: ServerResponse) => void = () => undefined;
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.flushHeaders();
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ScriptedProvider(server, (resolve) => (answer = resolve));
  }

  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { OPENAI_API_KEY: "test-key", OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  }

  /** Streams one more finding. */
  async find(issue: ModelIssue): Promise<void> {
    await this.write(`${this.said++ === 0 ? '{"issues":[' : ","}${issueText(issue)}`);
  }

  /** Ends the reply. */
  async finish(summary: string): Promise<void> {
    await this.write(`${this.said === 0 ? '{"issues":[' : ""}],"advice":[],"summary":${JSON.stringify(summary)}}`);
    const response = await this.asked;
    response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
    response.write(chunk({ choices: [], usage: { prompt_tokens: 400, completion_tokens: 200, total_tokens: 600 } }));
    response.end("data: [DONE]\n\n");
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async write(content: string): Promise<void> {
    const response = await this.asked;
    response.write(chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
  }
}

const chunk = (part: object): string =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 0, model: "scripted", ...part })}\n\n`;
