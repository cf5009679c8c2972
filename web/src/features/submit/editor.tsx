import { lazy, Suspense, useState } from "react";
import { PlainEditor } from "./plain-editor";
import type { EditorProps } from "./editor-props";

// After what the screen shows first: it is the largest file of the page, and nobody types that early.
const CodeEditor = lazy(() => whenIdle().then(() => import("./code-editor")));
const hint = "Paste code or a diff here, drop files, or open them.";

/** Takes text from the first moment on: plain at first, CodeMirror when it has arrived. */
export function Editor(props: Omit<EditorProps, "hint" | "takeFocus">) {
  const [plainFocused, setPlainFocused] = useState(false);
  return (
    <div className="relative h-[clamp(15rem,44dvh,38rem)]">
      {props.code === "" && (
        <p aria-hidden className="code pointer-events-none absolute inset-x-0 top-0 z-1 py-3 pr-4 pl-[2.5625rem] text-ink-muted">
          {hint}
        </p>
      )}
      <Suspense fallback={<PlainEditor {...props} hint={hint} takeFocus={false} onFocusChange={setPlainFocused} />}>
        <CodeEditor {...props} hint={hint} takeFocus={plainFocused} />
      </Suspense>
    </div>
  );
}

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 200);
  });
}
