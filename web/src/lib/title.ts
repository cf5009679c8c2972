const titles: Record<string, string> = {
  history: "History",
  analytics: "Analytics",
  settings: "Settings",
  reviews: "Review",
  compare: "Compare",
};

/** The title of a screen by its path; a screen that knows more sets its own. */
export function titleOfPath(path: string): string {
  const title = titles[path.split("/")[1] ?? ""];
  return title ? `${title} · Assay` : "Assay";
}
