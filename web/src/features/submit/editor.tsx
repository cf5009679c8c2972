import { lazy, Suspense, useState } from "react";
import { PlainEditor } from "./plain-editor";
import type { EditorProps } from "./editor-props";

const CodeEditor = lazy(() => import("./code-editor"));
const hint = "Paste code or a diff here, drop files, or open them.";

/** Takes text from the first moment on: plain at first, CodeMirror when it has arrived. */
export function Editor(props: Omit<EditorProps, "hint" | "takeFocus">) {
  const [plainFocused, setPlainFocused] = useState(false);
  return (
    <div className="h-[clamp(15rem,44dvh,38rem)]">
      <Suspense fallback={<PlainEditor {...props} hint={hint} takeFocus={false} onFocusChange={setPlainFocused} />}>
        <CodeEditor {...props} hint={hint} takeFocus={plainFocused} />
      </Suspense>
    </div>
  );
}
