import base from "./playwright.config.ts";

/** Measures the page, each figure on a machine that does nothing else: `npm run measure`. */
export default { ...base, testMatch: "measure.ts", reporter: "list", workers: 1 };
