import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.ASSAY_URL ?? "http://127.0.0.1:8080";
const served = ["/api", "/readyz", "/openapi.json", "/docs"];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: true }])),
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    // Everything stays a file: a data: font would need a wider content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
