import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { namedScreens } from "./scripts/named-screens";

const server = process.env.ASSAY_URL ?? "http://127.0.0.1:8080";
const served = ["/api", "/livez", "/readyz", "/openapi.json", "/docs"];
const proxy = Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: true }]));

export default defineConfig({
  plugins: [react(), tailwindcss(), namedScreens()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy,
  },
  preview: { host: "127.0.0.1", proxy },
  worker: { format: "es" },
  build: {
    target: "es2022",
    // Everything stays a file: a data: font would need a wider content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Says which chunk a screen is in; scripts/check-size.mjs reads it, and hidden files are not embedded.
    manifest: true,
    // Left alone, the bundler makes a file of everything that two screens share, and each screen begins with some
    // twenty-five requests, six at a time. What the entry needs is one file, what most screens share another.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "app", test: /\/src\/app\/main\.tsx$/, priority: 2 },
            { name: "screens", test: /\/(src|lucide-react|@tanstack)\//, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    // The test of the tokens reads the style sheets.
    css: true,
  },
});
