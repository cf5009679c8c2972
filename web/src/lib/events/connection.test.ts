import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff";
import { connect, watchdogMs, type Stream } from "./connection";
import type { LinkMessage } from "./protocol";

class FakeStream implements Stream {
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

function makeWorld() {
  const streams: FakeStream[] = [];
  const timers: { at: number; run: () => void }[] = [];
  const messages: LinkMessage[] = [];
  let now = 0;
  const world = {
    open: () => {
      const stream = new FakeStream();
      streams.push(stream);
      return stream;
    },
    after: (ms: number, run: () => void) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    random: () => 1,
  };
  const pass = (ms: number) => {
    now += ms;
    for (const timer of [...timers].filter((entry) => entry.at <= now)) {
      if (timers.includes(timer)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    }
  };
  const connection = connect(world, (message) => messages.push(message));
  const last = () => {
    const stream = streams.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  };
  return { streams, messages, pass, connection, last };
}

describe("back-off", () => {
  it("doubles, is bounded, and spreads over the upper half", () => {
    expect(backoffMs(0, () => 0)).toBe(250);
    expect(backoffMs(0, () => 1)).toBe(500);
    expect(backoffMs(3, () => 1)).toBe(4000);
    expect(backoffMs(50, () => 1)).toBe(30_000);
  });
});

describe("the connection", () => {
  it("passes events on and keeps pings to itself", () => {
    const { last, messages } = makeWorld();
    last().emit("open");
    last().emit("ping");
    last().emit("status", '{"id":"r1"}', "e-1");
    expect(messages).toEqual([
      { type: "state", state: "open" },
      { type: "event", name: "status", data: '{"id":"r1"}', lastEventId: "e-1" },
    ]);
  });

  it("lets the browser resume after a cut, without a resync", () => {
    const { last, messages, streams } = makeWorld();
    last().emit("open");
    last().readyState = 0;
    last().emit("error");
    last().emit("open");
    expect(streams).toHaveLength(1);
    expect(messages.map((message) => (message.type === "state" ? message.state : message.type))).toEqual([
      "open",
      "reconnecting",
      "open",
    ]);
  });

  it("opens a new stream with growing pauses after the browser gave up, then resyncs", () => {
    const { last, messages, streams, pass } = makeWorld();
    last().emit("open");
    last().close();
    last().emit("error");
    pass(499);
    expect(streams).toHaveLength(1);
    pass(1);
    expect(streams).toHaveLength(2);
    last().close();
    last().emit("error");
    pass(999);
    expect(streams).toHaveLength(2);
    pass(1);
    expect(streams).toHaveLength(3);
    last().emit("open");
    expect(messages.some((message) => message.type === "resync")).toBe(true);
  });

  it("gives a silent line up after three missed pings", () => {
    const { last, streams, pass } = makeWorld();
    last().emit("open");
    pass(watchdogMs - 1);
    last().emit("ping");
    pass(watchdogMs - 1);
    expect(streams).toHaveLength(1);
    pass(1);
    pass(500);
    expect(streams).toHaveLength(2);
    expect(streams[0]?.readyState).toBe(2);
  });

  it("hears nothing from a stream it has left, and hurries when told", () => {
    const { last, streams, messages, connection } = makeWorld();
    last().emit("open");
    last().close();
    last().emit("error");
    connection.hurry();
    expect(streams).toHaveLength(2);
    const before = messages.length;
    streams[0]?.emit("status", "{}", "e-1");
    expect(messages).toHaveLength(before);
  });

  it("stays closed once closed", () => {
    const { streams, pass, connection } = makeWorld();
    connection.close();
    pass(10 * watchdogMs);
    expect(streams).toHaveLength(1);
  });
});
