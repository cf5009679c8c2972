import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(import.meta.dirname, "../..");
const binary = path.resolve(root, process.env.ASSAY_BINARY ?? "build/release/assay");
const startWithinMs = 20_000;
const stopWithinMs = 10_000;

/** A real `assay serve` on a free port of the loopback, with its data in a folder of its own. */
export class Server {
  private constructor(
    private child: ChildProcess,
    readonly url: string,
    private readonly data: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly options: string[],
  ) {}

  /** Settings that have no variable of their own are given as `options` of `assay serve`. */
  static async start(env: Record<string, string> = {}, options: string[] = []): Promise<Server> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: build it first, or set ASSAY_BINARY`);
    const data = await mkdtemp(path.join(tmpdir(), "assay-e2e-"));
    const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _base, ...inherited } = process.env;
    const full = { RATE_LIMIT_PER_HOUR: "100000", ...inherited, ...env };
    const { child, url } = await launch("127.0.0.1:0", data, full, options);
    return new Server(child, url, data, full, options);
  }

  /** Ends the process and starts another on the same port and data; with `day` its clock shows that time (datefudge). */
  async restart(day?: Date): Promise<void> {
    await end(this.child);
    const { child } = await launch(new URL(this.url).host, this.data, this.env, this.options, day);
    this.child = child;
  }

  /** Makes an API key as an administrator of the machine does, and answers with its secret. */
  async makeKey(name: string, scope: "read" | "submit" | "admin"): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, ["key", "create", name, "--scope", scope, "--data", this.data]);
    return stdout.trim();
  }

  async stop(): Promise<void> {
    await end(this.child);
    await rm(this.data, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    await end(this.child, "SIGKILL");
  }
}

async function launch(listen: string, data: string, env: NodeJS.ProcessEnv, options: string[], day?: Date) {
  const serve = [binary, "serve", "--listen", listen, "--data", data, ...options];
  const [command = binary, ...args] = day ? ["datefudge", day.toISOString(), ...serve] : serve;
  const child = spawn(command, args, {
    cwd: data,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${startWithinMs} ms; it said:\n${said}`)), startWithinMs);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) {
        clearTimeout(timer);
        resolve(address[0]);
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`assay serve ended with ${code} before it listened; it said:\n${said}`));
    });
  });
  return { child, url };
}

async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await gone;
  clearTimeout(late);
}
