import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { titleOfPath } from "@/lib/title";

/** A new screen is announced by its title, and the next Tab starts at its top. */
export function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname });
  const first = useRef(true);
  useEffect(() => {
    document.title = titleOfPath(path);
    if (first.current) first.current = false;
    // A screen that has put the focus somewhere itself knows better.
    else if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
