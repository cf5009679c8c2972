export interface EditorProps {
  /** Which text it is: each keeps its own cursor and undo history. */
  docId: string;
  code: string;
  /** Language id for colours. */
  language: string;
  /** What stands there while it is empty, for those who do not see it. */
  hint: string;
  takeFocus: boolean;
  onChange: (code: string) => void;
  /** Ctrl+Enter or Command+Enter. */
  onSubmit: () => void;
}
