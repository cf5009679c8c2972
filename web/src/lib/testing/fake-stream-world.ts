import type { ConnectionWorld, Stream } from "@/lib/events/connection";

export class FakeStream implements Stream {
  readyState = 0;
  private listeners = new Map<string, ((event: MessageEvent<string>) => void)[]>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  emit(type: string, data = "{}", lastEventId = ""): void {
    const event = { data, lastEventId } as MessageEvent<string>;
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }

  close(): void {
    this.readyState = 2;
  }
}

/** A world without network and clock: streams are made of paper, time passes when told. */
export class FakeWorld implements ConnectionWorld {
  readonly streams: FakeStream[] = [];
  /** What a probe finds. */
  up = true;
  probes = 0;
  private readonly timers: { at: number; run: () => void }[] = [];
  private now = 0;

  open(): FakeStream {
    const stream = new FakeStream();
    this.streams.push(stream);
    return stream;
  }

  probe(): Promise<boolean> {
    this.probes++;
    return Promise.resolve(this.up);
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run };
    this.timers.push(timer);
    return () => void (this.timers.includes(timer) && this.timers.splice(this.timers.indexOf(timer), 1));
  }

  random(): number {
    return 1;
  }

  get last(): FakeStream {
    const stream = this.streams.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  }

  /** Lets time pass, then lets what it set off come to its end. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const timer of [...this.timers].filter((entry) => entry.at <= this.now)) {
      if (!this.timers.includes(timer)) continue;
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.run();
    }
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }
}
