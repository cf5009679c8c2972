import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { keys } from "@/lib/api/queries";
import type { LiveStore } from "@/lib/events/store";
import { followEvents } from "./live-bridge";

type Heard = Parameters<Parameters<LiveStore["watch"]>[0]>[0];

afterEach(() => vi.unstubAllGlobals());

/** The page's events, said by the test. */
function events() {
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  let hear: (event: Heard) => void = () => undefined;
  const store = { watch: (listener: typeof hear) => ((hear = listener), () => undefined) } as unknown as LiveStore;
  return { store, say: (event: Heard) => hear(event) };
}

it("an answer that was asked for before the review was done does not count as what it became", async () => {
  const { store, say } = events();
  const client = new QueryClient();
  const stop = followEvents(store, client);
  const answers: ((status: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: keys.review("r"),
    queryFn: ({ signal }) =>
      new Promise<string>((resolve, reject) => {
        answers.push(resolve);
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      }),
    staleTime: Infinity,
  });
  const leave = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);

  say({ kind: "done", id: "r" } as Heard);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[0]?.("pending");
  answers[1]?.("completed");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("completed"));
  leave();
  stop();
  client.clear();
});
