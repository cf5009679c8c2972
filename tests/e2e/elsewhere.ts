import { expect, type Page } from "@playwright/test";
import type { PageWatch } from "./fixtures.ts";
import { Server } from "./server.ts";

interface Stoppable {
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** Runs `act` against a server of its own, with the model provider given, or without one. */
export async function elsewhere(
  page: Page,
  watched: PageWatch,
  provider: Stoppable | null,
  act: (server: Server) => Promise<void>,
): Promise<void> {
  const server = await Server.start(provider?.env);
  try {
    watched.moveTo(server.url);
    await page.goto(server.url);
    await expect(page.locator("[data-connection=open]")).toBeVisible();
    await act(server);
  } finally {
    await page.close();
    await server.stop();
    await provider?.stop();
  }
}
