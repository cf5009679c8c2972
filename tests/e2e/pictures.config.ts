import base from "./playwright.config.ts";

/** Makes the pictures of the README from the real page: `npm run pictures`. */
export default { ...base, testMatch: "pictures.ts", reporter: "list", use: { ...base.use, viewport: { width: 1280, height: 900 } } };
