import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff";
import { FakeWorld } from "@/lib/testing/fake-stream-world";
import { connect, watchdogMs } from "./connection";
import type { LinkMessage } from "./protocol";

function start(options?: { tookOver: boolean }) {
  const world = new FakeWorld();
  const messages: LinkMessage[] = [];
  const connection = connect(world, (message) => messages.push(message), options);
  return { world, messages, connection };
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
    const { world, messages } = start();
    world.last.emit("open");
    world.last.emit("ping");
    world.last.emit("status", '{"id":"r1"}', "e-1");
    expect(messages).toEqual([
      { type: "state", state: "open" },
      { type: "event", name: "status", data: '{"id":"r1"}', lastEventId: "e-1" },
    ]);
  });

  it("lets the browser resume after a cut, without a resync", () => {
    const { world, messages } = start();
    world.last.emit("open");
    world.last.readyState = 0;
    world.last.emit("error");
    world.last.emit("open");
    expect(world.streams).toHaveLength(1);
    expect(messages.map((message) => (message.type === "state" ? message.state : message.type))).toEqual([
      "open",
      "reconnecting",
      "open",
    ]);
  });

  it("opens a new stream with growing pauses after the browser gave up, then resyncs", async () => {
    const { world, messages } = start();
    world.last.emit("open");
    world.last.close();
    world.last.emit("error");
    await world.pass(499);
    expect(world.streams).toHaveLength(1);
    await world.pass(1);
    expect(world.streams).toHaveLength(2);
    world.last.close();
    world.last.emit("error");
    await world.pass(999);
    expect(world.streams).toHaveLength(2);
    await world.pass(1);
    expect(world.streams).toHaveLength(3);
    world.last.emit("open");
    expect(messages.some((message) => message.type === "resync")).toBe(true);
  });

  it("probes a server that is down, and opens a stream only when it is up", async () => {
    const { world } = start();
    world.up = false;
    world.last.close();
    world.last.emit("error");
    await world.pass(500);
    await world.pass(1000);
    expect([world.probes, world.streams.length]).toEqual([2, 1]);
    world.up = true;
    await world.pass(2000);
    expect([world.probes, world.streams.length]).toEqual([3, 2]);
  });

  it("gives a silent line up after three missed pings", async () => {
    const { world } = start();
    world.last.emit("open");
    await world.pass(watchdogMs - 1);
    world.last.emit("ping");
    await world.pass(watchdogMs - 1);
    expect(world.streams).toHaveLength(1);
    await world.pass(1);
    await world.pass(500);
    expect(world.streams).toHaveLength(2);
    expect(world.streams[0]?.readyState).toBe(2);
  });

  it("hears nothing from a stream it has left, and hurries when told", async () => {
    const { world, messages, connection } = start();
    world.last.emit("open");
    world.last.close();
    world.last.emit("error");
    connection.hurry();
    expect(world.streams).toHaveLength(2);
    const before = messages.length;
    world.streams[0]?.emit("status", "{}", "e-1");
    expect(messages).toHaveLength(before);
    await world.pass(10_000);
    expect(world.streams).toHaveLength(2);
  });

  it("resyncs at once where another kept the stream before", () => {
    const { world, messages } = start({ tookOver: true });
    world.last.emit("open");
    expect(messages[0]).toEqual({ type: "resync" });
  });

  it("stays closed once closed", async () => {
    const { world, connection } = start();
    connection.close();
    await world.pass(10 * watchdogMs);
    expect(world.streams).toHaveLength(1);
  });
});
