import { describe, expect, it } from "vitest";
import { FakeWorld } from "@/lib/testing/fake-stream-world";
import { openLeaderLink, type Channel } from "./leader";
import type { LinkMessage } from "./protocol";

/** One lock and one channel for all tabs of a test, as a browser has them. */
class Browser {
  readonly connection = new FakeWorld();
  private readonly ports = new Set<(event: { data: unknown }) => void>();
  private readonly queue: (() => void)[] = [];
  private held = false;

  tab() {
    const heard: LinkMessage[] = [];
    const link = openLeaderLink((message) => heard.push(message), {
      connection: this.connection,
      channel: () => this.channel(),
      lead: (run, signal) => {
        const turn = () => {
          this.held = true;
          void run().then(() => {
            this.held = false;
            this.queue.shift()?.();
          });
        };
        if (!this.held) turn();
        else {
          this.queue.push(turn);
          signal.addEventListener("abort", () => void (this.queue.includes(turn) && this.queue.splice(this.queue.indexOf(turn), 1)));
        }
      },
    });
    return { link, heard };
  }

  private channel(): Channel {
    let mine: ((event: { data: unknown }) => void) | null = null;
    return {
      postMessage: (data) => this.ports.forEach((port) => port !== mine && port({ data })),
      addEventListener: (_, listener) => void this.ports.add((mine = listener)),
      close: () => void (mine && this.ports.delete(mine)),
    };
  }
}

describe("tabs without a shared worker", () => {
  it("open one stream, and all hear it", () => {
    const browser = new Browser();
    const tabs = [browser.tab(), browser.tab(), browser.tab()];
    browser.connection.last.emit("open");
    browser.connection.last.emit("status", '{"id":"r"}', "e-1");
    expect(browser.connection.streams).toHaveLength(1);
    for (const { heard } of tabs) expect(heard.map(({ type }) => type).filter((type) => type === "event")).toHaveLength(1);
  });

  it("tell a late tab how the stream stands", () => {
    const browser = new Browser();
    browser.tab();
    browser.connection.last.emit("open");
    expect(browser.tab().heard).toEqual([{ type: "state", state: "open" }]);
  });

  it("hand the stream on when the leader closes, and fetch anew what may be lost", async () => {
    const browser = new Browser();
    const first = browser.tab();
    const second = browser.tab();
    const third = browser.tab();
    browser.connection.last.emit("open");
    first.link.close();
    await browser.connection.pass(0);
    expect(browser.connection.streams).toHaveLength(2);
    expect(browser.connection.streams[0]?.readyState).toBe(2);
    browser.connection.last.emit("open");
    for (const { heard } of [second, third]) expect(heard.some(({ type }) => type === "resync")).toBe(true);
  });

  it("let one that never led leave without a trace", async () => {
    const browser = new Browser();
    const first = browser.tab();
    browser.tab().link.close();
    first.link.close();
    await browser.connection.pass(0);
    expect(browser.connection.streams).toHaveLength(1);
  });
});
