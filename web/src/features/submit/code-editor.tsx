import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { loadLanguage } from "@/lib/highlight/parsers";
import { codeHighlighter } from "@/lib/highlight/spans";
import { usePreferences } from "@/lib/preferences";
import type { EditorProps } from "./editor-props";

/** CodeMirror. Loaded on its own, because nobody but a person who types needs it. */
export default function CodeEditor({ docId, code, language, hint, takeFocus, onChange, onSubmit }: EditorProps) {
  const { wrapLines } = usePreferences();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const grammar = useRef(new Compartment());
  const changed = useEffectEvent((text: string) => onChange(text));
  const submit = useEffectEvent(() => onSubmit());
  const initial = useEffectEvent(() => ({ docId, code, takeFocus, hint, wrap: wrapLines }));
  const makeState = useRef<(doc: string) => EditorState>(null);
  const shown = useRef(docId);
  const left = useRef(new Map<string, EditorState>());

  useEffect(() => {
    if (!host.current) return;
    const start = initial();
    const send = () => {
      submit();
      return true;
    };
    const extensions = [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      drawSelection(),
      history(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      closeBrackets(),
      start.wrap ? EditorView.lineWrapping : [],
      syntaxHighlighting(codeHighlighter),
      grammar.current.of([]),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: send }])),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        "aria-label": "Code to review",
        "aria-placeholder": start.hint,
        "aria-describedby": "editor-help",
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ];
    makeState.current = (doc) => EditorState.create({ doc, extensions });
    const editor = new EditorView({ parent: host.current, state: makeState.current(start.code) });
    view.current = editor;
    if (start.takeFocus) editor.focus();
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // Another file takes the place of the one shown, or comes back as it was left. Besides, "Clear" changes the text
  // from outside; typing comes back as the same text.
  useEffect(() => {
    const editor = view.current;
    if (!editor || !makeState.current) return;
    if (shown.current !== docId) {
      left.current.set(shown.current, editor.state);
      shown.current = docId;
      editor.setState(left.current.get(docId) ?? makeState.current(code));
    }
    if (editor.state.doc.toString() === code) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: code }, selection: { anchor: 0 } });
  }, [docId, code]);

  useEffect(() => {
    let stale = false;
    void loadLanguage(language).then((loaded) => {
      if (!stale) view.current?.dispatch({ effects: grammar.current.reconfigure(loaded ? loaded.extension : []) });
    });
    return () => {
      stale = true;
    };
  }, [language, docId]);

  return <div ref={host} className="h-full" />;
}
