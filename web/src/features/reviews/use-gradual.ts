import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { later } from "@/lib/one-by-one";
import type { Stretch } from "./layout";
import { firstPieces, nextPieces, type Drawn } from "./next-pieces";

/** Of a file of up to so many lines nothing is missing for a moment. */
const wholeUpTo = 600;
/** More than a window of code. */
const firstLines = 200;
/** Of a review with many files the others begin empty: they are below the window. */
const firstFiles = 3;

/**
 * Draws a long file piece by piece, so that its beginning is there at once and no task is long: `drawnWith` says what
 * a stretch is to be drawn with now, null: not yet. `content` is what all of it will be drawn with, and its identity
 * tells what is out of date: that stays as it is until its turn comes, what is in the window first. `ref` is the element
 * whose children are the stretches.
 */
export function useGradual<T>(parts: Stretch[], content: T, lineCount: number, fileIndex: number) {
  const ref = useRef<HTMLDivElement>(null);
  const near = fileIndex < firstFiles;
  const whole = near && lineCount <= wholeUpTo;
  const [drawn, setDrawn] = useState<Drawn<T>>(
    () => new Map(near ? firstPieces(parts, whole ? lineCount : firstLines).map((part) => [part.start, content]) : []),
  );
  const done = parts.every((part) => part.hidden || drawn.get(part.start) === content);

  useEffect(() => {
    if (done) return;
    return later(() => {
      const isNear = (index: number) => {
        const box = ref.current?.children[index]?.getBoundingClientRect();
        return box !== undefined && box.bottom > -window.innerHeight && box.top < 2 * window.innerHeight;
      };
      const next = nextPieces(parts, drawn, content, isNear);
      setDrawn(new Map([...drawn, ...next.map((part) => [part.start, content] as const)]));
    });
  }, [done, parts, content, drawn]);

  useEffect(() => {
    if (done) return;
    const all = () => flushSync(() => setDrawn(new Map(parts.map((part) => [part.start, content]))));
    window.addEventListener("beforeprint", all);
    return () => window.removeEventListener("beforeprint", all);
  }, [done, parts, content]);

  const drawnWith = (part: Stretch): T | null => drawn.get(part.start) ?? (whole ? content : null);
  return { ref, drawnWith };
}
