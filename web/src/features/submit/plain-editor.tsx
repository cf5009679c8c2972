import type { EditorProps } from "./editor-props";

/** Takes text from the first moment on, while the real editor is still on its way. */
export function PlainEditor({ code, hint, onChange, onSubmit, onFocusChange }: EditorProps & {
  onFocusChange: (focused: boolean) => void;
}) {
  return (
    <textarea
      aria-label="Code to review"
      aria-describedby="editor-help"
      spellCheck={false}
      autoCapitalize="off"
      aria-placeholder={hint}
      value={code}
      onChange={(event) => onChange(event.target.value)}
      onFocus={() => onFocusChange(true)}
      onBlur={() => onFocusChange(false)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onSubmit();
        }
      }}
      className="code block size-full resize-none bg-transparent py-3 pr-4 pl-[2.5625rem] text-ink outline-none"
    />
  );
}
