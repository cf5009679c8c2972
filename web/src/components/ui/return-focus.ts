import { useRef } from "react";

/**
 * Gives the focus back to what had it when a window opened. (Radix returns it to the window's trigger, and ours are
 * opened by keys and by commands too.) Goes onto the content of a dialog.
 */
export function useReturnFocus() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const target = before.current?.isConnected && before.current !== document.body ? before.current : document.getElementById("main");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
}
