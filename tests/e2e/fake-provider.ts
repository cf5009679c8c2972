import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const binary = path.resolve(root, process.env.ASSAY_FAKE_PROVIDER ?? "build/release/tests/fakes/assay-fake-provider");
const startWithinMs = 20_000;

/** One finding as the model's reply writes it. */
export interface ModelIssue {
  quote: string;
  line: number;
  title: string;
  detail: string;
  severity?: "low" | "med" | "high";
  category?: string;
  replacement?: string;
}

export interface FakeProviderOptions {
  latencyMs?: number;
  chunkDelayMs?: number;
  chunkBytes?: number;
  /** Always says this, instead of reviewing what it is sent. */
  issues?: ModelIssue[];
  summary?: string;
}

/** The project's stand-in for a model, as a process of its own. */
export class FakeProvider {
  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
    private readonly folder: string,
  ) {}

  static async start(options: FakeProviderOptions = {}): Promise<FakeProvider> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: build it first, or set ASSAY_FAKE_PROVIDER`);
    const folder = await mkdtemp(path.join(tmpdir(), "assay-fake-"));
    const args = ["--listen", "127.0.0.1:0"];
    if (options.latencyMs) args.push("--latency-ms", String(options.latencyMs));
    if (options.chunkDelayMs) args.push("--chunk-delay-ms", String(options.chunkDelayMs));
    if (options.chunkBytes) args.push("--chunk-bytes", String(options.chunkBytes));
    if (options.issues) {
      const file = path.join(folder, "reply.json");
      await writeFile(file, reply(options.issues, options.summary ?? ""));
      args.push("--reply-file", file);
    }
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
    const origin = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("the fake provider did not say its address")), startWithinMs);
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (!address) return;
        clearTimeout(timer);
        resolve(address[0]);
      });
      child.once("exit", (code) => reject(new Error(`the fake provider ended with ${code}`)));
    });
    return new FakeProvider(child, origin, folder);
  }

  get env(): Record<string, string> {
    return { OPENAI_API_KEY: "test-key", OPENAI_BASE_URL: `${this.origin}/v1` };
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await gone;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function reply(issues: ModelIssue[], summary: string): string {
  return `{"issues":[${issues.map(issueText).join(",")}],"advice":[],"summary":${JSON.stringify(summary)}}`;
}

/** A finding as the schema of the replies wants it. */
export function issueText({ quote, line, title, detail, severity = "med", category = "correctness", replacement = "" }: ModelIssue): string {
  return JSON.stringify({
    quote,
    start_line: line,
    end_line: line,
    title,
    detail,
    category,
    severity,
    cwe: "",
    confidence: 0.9,
    replacement,
  });
}
