import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, buildUrl, request } from "./client";

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(status === 204 ? null : body, { status, headers })));

afterEach(() => vi.unstubAllGlobals());

describe("addresses", () => {
  it("leave out what is not set", () => {
    expect(buildUrl("/x", { a: undefined, b: "", c: null, d: 0, e: "a b&" })).toBe("/x?d=0&e=a+b%26");
    expect(buildUrl("/x")).toBe("/x");
  });
});

describe("a request", () => {
  it("gives the body, or nothing for 204", async () => {
    answer(200, '{"ok":true}');
    expect(await request("/x")).toEqual({ ok: true });
    answer(204, "");
    expect(await request("/x")).toBeUndefined();
  });

  it("turns a problem into its sentence, id and time to wait", async () => {
    answer(429, '{"detail":"Too many.","request_id":"r-1"}', { "Retry-After": "17" });
    await expect(request("/x")).rejects.toMatchObject({ status: 429, message: "Too many.", requestId: "r-1", retryAfter: 17 });
  });

  it("survives an answer of a proxy that is no JSON", async () => {
    answer(502, "<html>");
    await expect(request("/x")).rejects.toMatchObject({ status: 502, retryAfter: null });
    answer(200, "<html>");
    await expect(request("/x")).rejects.toBeInstanceOf(ApiError);
  });

  it("calls a server that does not answer offline, but lets a stopped request be", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(request("/x")).rejects.toMatchObject({ offline: true });
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("stopped", "AbortError")));
    await expect(request("/x")).rejects.toMatchObject({ name: "AbortError" });
  });
});
