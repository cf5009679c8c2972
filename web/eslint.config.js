import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Imports flow one way: lib and components/ui -> features -> app. A feature never imports another feature; app
// puts them together. Crossing a folder goes through "@/", so that one pattern sees every crossing.
const noClimbing = { group: ["../../*", "../*/**"], message: "Cross folders through @/." };
const forbid = (...patterns) => ({
  "no-restricted-imports": ["error", { patterns: [...patterns, noClimbing] }],
});
const features = ["submit", "active", "reviews", "history", "analytics", "settings"];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "test-results", "src/lib/api/schema.d.ts"] },
  ...tseslint.configs.recommended,
  { files: ["src/**/*.{ts,tsx}"], ...jsxA11y.flatConfigs.recommended },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["src/lib/**"],
    rules: forbid({ group: ["@/components/**", "@/features/**", "@/app/**"], message: "lib imports only lib." }),
  },
  {
    files: ["src/components/ui/**"],
    rules: forbid({ group: ["@/features/**", "@/app/**"], message: "components/ui imports only lib and itself." }),
  },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: forbid(
      { group: ["@/app/**"], message: "A feature never imports app." },
      {
        group: features.filter((other) => other !== feature).map((other) => `@/features/${other}/**`),
        message: "A feature never imports another feature; app puts them together.",
      },
    ),
  })),
);
