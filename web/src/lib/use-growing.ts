import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { later } from "./one-by-one";

const step = 60;

/**
 * How much of a list is drawn: what one sees of it at once, the rest piece by piece. What was drawn once stays while it is
 * in the list. Before printing all of it is there.
 */
export function useGrowing(total: number, first: number): number {
  const [drawn, setDrawn] = useState(first);
  // What went must come back piece by piece, too.
  if (drawn > Math.max(first, total)) setDrawn(Math.max(first, total));
  const growing = drawn < total;
  useEffect(() => (growing ? later(() => setDrawn(drawn + step)) : undefined), [growing, drawn]);
  useEffect(() => {
    if (!growing) return;
    const all = () => flushSync(() => setDrawn(total));
    window.addEventListener("beforeprint", all);
    return () => window.removeEventListener("beforeprint", all);
  }, [growing, total]);
  return Math.min(drawn, total);
}
