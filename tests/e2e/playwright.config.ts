import { defineConfig } from "@playwright/test";

// Debian's own Chromium, told to keep quiet: nothing of it may ask the network for anything.
const chromium = {
  executablePath: process.env.ASSAY_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: ".",
  outputDir: "../../web/test-results/e2e",
  reporter: [["list"], ["./closing-line.ts"]],
  timeout: 120_000,
  // Generous: these wait on conditions, and a machine that also builds is slow.
  expect: { timeout: 30_000 },
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  use: {
    browserName: "chromium",
    launchOptions: chromium,
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    locale: "en-GB",
    screenshot: "only-on-failure",
    trace: process.env.ASSAY_TRACE ? "retain-on-failure" : "off",
    permissions: ["clipboard-read", "clipboard-write"],
  },
});
