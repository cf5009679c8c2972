import { useEffect } from "react";

/**
 * Paper is light and cannot be unfolded: while the page is printed it wears the light theme and everything that folds
 * is open. Afterwards it is as it was.
 */
export function usePrintPreparation(): void {
  useEffect(() => {
    let restore: (() => void)[] = [];
    const before = () => {
      const root = document.documentElement;
      const theme = root.dataset.theme;
      root.dataset.theme = "light";
      restore.push(() => {
        root.dataset.theme = theme;
      });
      for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
        details.open = true;
        restore.push(() => {
          details.open = false;
        });
      }
    };
    const after = () => {
      for (const undo of restore) undo();
      restore = [];
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
}
