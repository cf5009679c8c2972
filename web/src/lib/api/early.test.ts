import { afterEach, describe, expect, it, vi } from "vitest";
import { request } from "./client";
import { takeEarly } from "./early";

const answers = (early: Record<string, Promise<Response>>) => vi.stubGlobal("assayEarly", early);
const json = (value: unknown) => Promise.resolve(new Response(JSON.stringify(value)));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("an early answer", () => {
  it("is handed out once, then the server is asked", async () => {
    vi.spyOn(performance, "now").mockReturnValue(1000);
    const fetched = vi.fn(() => json("new"));
    vi.stubGlobal("fetch", fetched);
    answers({ "/api/session": json("early") });
    expect(await request("/api/session")).toBe("early");
    expect(fetched).not.toHaveBeenCalled();
    expect(await request("/api/session")).toBe("new");
  });

  it("serves the very address that was asked, and reading only", async () => {
    vi.spyOn(performance, "now").mockReturnValue(1000);
    vi.stubGlobal("fetch", () => json("new"));
    answers({ "/api/session": json("early") });
    expect(await request("/api/session", { query: { a: 1 } })).toBe("new");
    expect(await request("/api/session", { method: "DELETE" })).toBe("new");
    expect(await request("/api/session")).toBe("early");
  });

  it("is no news after some seconds", () => {
    vi.spyOn(performance, "now").mockReturnValue(60_000);
    answers({ "/readyz": json("old") });
    expect(takeEarly("/readyz")).toBeUndefined();
  });

  it("that never came counts as a server that cannot be reached", async () => {
    vi.spyOn(performance, "now").mockReturnValue(1000);
    answers({ "/api/session": Promise.reject(new TypeError("Failed to fetch")) });
    await expect(request("/api/session")).rejects.toMatchObject({ status: 0 });
  });
});
