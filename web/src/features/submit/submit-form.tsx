import { useQuery } from "@tanstack/react-query";
import { CircleX, CornerDownLeft, FileCode2, FolderOpen, Lightbulb, LoaderCircle, Send, X } from "lucide-react";
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Notice } from "@/components/ui/notice";
import { readinessQuery } from "@/lib/api/queries";
import { cn } from "@/lib/cn";
import { formatBytes } from "@/lib/format";
import { guessLanguage, isLanguage, languageName, languages } from "@/lib/languages";
import { toast } from "@/lib/toast";
import { clearDraft, currentDraft, updateDraft, useDraft } from "./draft";
import { example } from "./example";
import { PlainEditor } from "./plain-editor";
import { readTextFile } from "./read-file";
import { ReviewerNote } from "./reviewer-note";
import { refusal, useSubmit } from "./use-submit";

const CodeEditor = lazy(() => import("./code-editor"));
const defaultLimit = 8 * 1024 * 1024;
const hint = "Paste code here, drop a file, or open one.";
const sendKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** The editor with everything around it that hands code in. */
export function SubmitForm({ onSubmitted }: { onSubmitted: (id: string) => void }) {
  const { code, language, filename } = useDraft();
  const readiness = useQuery(readinessQuery());
  const submit = useSubmit(onSubmitted);
  const picker = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const [plainFocused, setPlainFocused] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);

  const limits = readiness.data?.limits;
  const limit = limits ? Math.min(limits.max_code_bytes, limits.max_body_bytes) : defaultLimit;
  const settled = useDeferredValue(code);
  const bytes = useMemo(() => new Blob([settled]).size, [settled]);
  const guessed = useMemo(() => guessLanguage(filename, settled), [filename, settled]);
  const shown = language === "auto" ? (guessed ?? "text") : language;
  const empty = code.trim() === "";
  const tooLarge = bytes > limit;

  function send(): void {
    const draft = currentDraft();
    if (submit.isPending) return;
    if (draft.code.trim() === "") {
      setComplaint("There is no code to review yet. Paste some, or open a file.");
      return;
    }
    if (tooLarge) return;
    setComplaint(null);
    submit.mutate({
      language: draft.language,
      code: draft.code,
      ...(draft.filename ? { filename: draft.filename } : {}),
    });
  }

  async function take(files: FileList | null): Promise<void> {
    const [file, ...others] = files ? [...files] : [];
    if (!file) return;
    const result = await readTextFile(file, limit, formatBytes(limit));
    if (!result.ok) {
      setComplaint(result.reason);
      return;
    }
    setComplaint(null);
    submit.reset();
    updateDraft({ code: result.text, filename: file.name, language: "auto" });
    if (result.note) toast(result.note);
    if (others.length > 0) toast(`One file at a time: ${file.name} was opened, the others were left out.`);
  }

  const problem = complaint ?? (submit.error ? refusal(submit.error) : null);
  const editor = {
    code,
    language: shown,
    hint,
    onChange: (text: string) => {
      if (complaint) setComplaint(null);
      updateDraft({ code: text });
    },
    onSubmit: send,
  };

  return (
    <form
      aria-label="Submit code"
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
      }}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        setDragging(false);
        void take(event.dataTransfer.files);
      }}
    >
      <Card className={cn("relative overflow-hidden transition-colors", dragging && "border-accent")}>
        <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken px-2.5 py-2">
          <Select
            aria-label="Language"
            className="min-w-32 flex-1 sm:w-52 sm:flex-none"
            value={language}
            onChange={(event) => updateDraft({ language: isLanguage(event.target.value) ? event.target.value : "auto" })}
          >
            <option value="auto">{guessed && !empty ? `Auto: ${languageName(guessed)}` : "Auto-detect"}</option>
            {languages.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Button onClick={() => picker.current?.click()}>
            <FolderOpen aria-hidden />
            Open file
          </Button>
          <input
            ref={picker}
            type="file"
            className="sr-only"
            tabIndex={-1}
            aria-label="Open file"
            onChange={(event) => {
              void take(event.target.files);
              event.target.value = "";
            }}
          />
          {filename && (
            <span className="flex min-w-0 items-center gap-1 rounded-md bg-accent-soft py-1 pr-1 pl-2.5 text-xs font-medium text-ink">
              <FileCode2 aria-hidden className="size-3.5 shrink-0 text-accent" />
              <span className="truncate">{filename}</span>
              <button
                type="button"
                aria-label={`Forget the file name ${filename}`}
                className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-muted hover:text-ink"
                onClick={() => updateDraft({ filename: null })}
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </span>
          )}
          {empty ? (
            <Button variant="ghost" className="sm:ml-auto" onClick={() => updateDraft({ ...example, language: "auto" })}>
              <Lightbulb aria-hidden />
              Try an example
            </Button>
          ) : (
            <Button variant="ghost" className="ml-auto" onClick={clearDraft}>
              Clear
            </Button>
          )}
        </div>

        <div className="h-[clamp(15rem,40dvh,34rem)]">
          <Suspense
            fallback={<PlainEditor {...editor} takeFocus={false} onFocusChange={setPlainFocused} />}
          >
            <CodeEditor {...editor} takeFocus={plainFocused} />
          </Suspense>
        </div>

        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2.5">
          <p
            className={cn("text-xs tabular-nums", tooLarge ? "font-medium text-high" : "text-ink-muted")}
            role={tooLarge ? "alert" : undefined}
          >
            {tooLarge ? `${formatBytes(bytes)} is more than the ${formatBytes(limit)} a review takes` : (
              <>
                {formatBytes(bytes)} <span className="text-ink-muted">of {formatBytes(limit)}</span>
              </>
            )}
          </p>
          <p id="editor-help" className="hidden text-xs text-ink-muted md:block">
            Tab indents; <Kbd>Esc</Kbd> then <Kbd>Tab</Kbd> leaves the editor
          </p>
          <Button type="submit" variant="primary" className="ml-auto" disabled={submit.isPending || tooLarge}>
            {submit.isPending ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : <Send aria-hidden />}
            Review code
            <span aria-hidden className="ml-1 hidden items-center gap-0.5 text-2xs opacity-80 sm:inline-flex">
              {sendKey}
              <CornerDownLeft className="size-3!" />
            </span>
          </Button>
        </div>

        {dragging && (
          <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center bg-accent-soft/90">
            <p className="text-lg font-semibold text-accent">Drop the file to open it</p>
          </div>
        )}
      </Card>

      {problem && (
        <Notice icon={CircleX} tone="high" role="alert">
          {problem}
        </Notice>
      )}
      {readiness.data && <ReviewerNote readiness={readiness.data} />}
    </form>
  );
}
