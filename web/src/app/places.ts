import { ChartNoAxesColumn, Clock3, GitCompareArrows, PenLine, Settings, type LucideIcon } from "lucide-react";

export interface Place {
  to: "/" | "/history" | "/analytics" | "/compare" | "/settings";
  name: string;
  icon: LucideIcon;
  keys: string[];
}

/** The screens one can go to from anywhere. */
export const places: Place[] = [
  { to: "/", name: "Review", icon: PenLine, keys: ["n"] },
  { to: "/history", name: "History", icon: Clock3, keys: ["h"] },
  { to: "/compare", name: "Compare", icon: GitCompareArrows, keys: [] },
  { to: "/analytics", name: "Analytics", icon: ChartNoAxesColumn, keys: ["a"] },
  { to: "/settings", name: "Settings", icon: Settings, keys: [","] },
];
