/**
 * Every key of the page in one place: what acts, what the help shows and what the palette writes beside a command
 * cannot differ. A single key is what KeyboardEvent.key says.
 */
export const singleKeys = {
  "?": "Show all keys",
  "/": "Search the history",
  n: "New review",
  h: "History",
  a: "Analytics",
  ",": "Settings",
  j: "Next finding or row",
  k: "Previous finding or row",
  o: "Open the finding or row",
  f: "Copy the suggested change",
  x: "Dismiss the finding",
  e: "Mark the finding as fixed",
  u: "Take back the mark",
} as const;

export type SingleKey = keyof typeof singleKeys;

/** How a keyboard names its command key. */
export const commandKey = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "") ? "⌘" : "Ctrl";

const single = (...keys: SingleKey[]) => keys.map((key) => ({ keys: [key] as string[], does: singleKeys[key] }));

export const keyGroups: { title: string; entries: { keys: string[]; does: string }[] }[] = [
  {
    title: "Everywhere",
    entries: [{ keys: [commandKey, "K"], does: "Find a page, a review or a command" }, ...single("n", "h", "a", ",", "/", "?")],
  },
  { title: "Findings and lists", entries: single("j", "k", "o", "f", "e", "x", "u") },
  {
    title: "Editor",
    entries: [
      { keys: [commandKey, "Enter"], does: "Review the code" },
      { keys: ["Tab"], does: "Indent" },
      { keys: ["Esc", "Tab"], does: "Leave the editor" },
    ],
  },
];
