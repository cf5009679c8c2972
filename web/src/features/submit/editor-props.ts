export interface EditorProps {
  /** Which text it is: each keeps its own cursor and undo history. */
  docId: string;
  code: string;
  /** Language id for colours. */
  language: string;
  /** Shown while empty. */
  hint: string;
  takeFocus: boolean;
  onChange: (code: string) => void;
  /** Ctrl+Enter or Command+Enter. */
  onSubmit: () => void;
}
