import { describe, expect, it } from "vitest";
import { makeIssue } from "@/lib/testing/make-issue";
import { readTold } from "./catch-up";

const frame = (name: string, data: unknown) => `id: 1-7\nevent: ${name}\ndata: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

describe("readTold", () => {
  it("keeps the last progress and each finding once, as it was told last", () => {
    const first = makeIssue({ id: "a", title: "As it was" });
    const told = readTold(
      [
        "retry: 2000\n\n",
        frame("status", "in_progress"),
        frame("progress", { percent: 15, stage: "analysing" }),
        frame("issue", first),
        frame("issue", makeIssue({ id: "b" })),
        frame("issue", { ...first, title: "As it is" }),
        frame("progress", { percent: 45, stage: "analysing" }),
        ": ping\n\n",
      ].join(""),
    );
    expect(told.percent).toBe(45);
    expect(told.stage).toBe("analysing");
    expect(told.issues.map(({ id, title }) => [id, title])).toEqual([
      ["a", "As it is"],
      ["b", expect.any(String)],
    ]);
  });

  it("leaves out what is cut, unknown or no finding", () => {
    const told = readTold(`${frame("issue", { id: "a" })}${frame("progress", { percent: "5", stage: "dreaming" })}${frame("news", { percent: 9 })}event: issue\ndata: {"id":"b","ti`);
    expect(told).toEqual({ percent: null, stage: null, issues: [] });
  });
});
