import { useQuery } from "@tanstack/react-query";
import { CircleX, SlidersHorizontal } from "lucide-react";
import { useDeferredValue, useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";
import { Notice } from "@/components/ui/notice";
import { readinessQuery } from "@/lib/api/queries";
import { cn } from "@/lib/cn";
import { addFiles, clearDraft, currentDraft, updateFile, useDraft } from "@/lib/draft/draft";
import { diffIn, optionsSet, toSubmission } from "@/lib/draft/to-submission";
import { formatBytes, plural } from "@/lib/format";
import { guessLanguage } from "@/lib/guess-language";
import { toast } from "@/lib/toast";
import { DiffNote } from "./diff-note";
import { Editor } from "./editor";
import { EditorToolbar } from "./editor-toolbar";
import { FileTabs } from "./file-tabs";
import { OptionsPanel } from "./options-panel";
import { filesOfDrop, readTextFile, type Picked } from "./read-file";
import { ReviewerNote } from "./reviewer-note";
import { SendButton } from "./send-button";
import { refusal, useSubmit } from "./use-submit";

const defaultLimit = 1024 * 1024;
const defaultMaxFiles = 500;

/** The editor with everything around it that hands code in. */
export function SubmitForm({ onSubmitted }: { onSubmitted: (id: string) => void }) {
  const draft = useDraft();
  const readiness = useQuery(readinessQuery());
  const submit = useSubmit(onSubmitted);
  const optionsId = useId();
  const [dragging, setDragging] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [optionsOpen, setOptionsOpen] = useState(false);

  const limits = readiness.data?.limits;
  const limit = limits ? Math.min(limits.max_code_bytes, limits.max_body_bytes) : defaultLimit;
  const maxFiles = limits?.max_files ?? defaultMaxFiles;
  const settled = useDeferredValue(draft);
  const bytes = useMemo(() => settled.files.reduce((sum, { code }) => sum + new Blob([code]).size, 0), [settled.files]);
  const change = useMemo(() => diffIn(settled), [settled]);
  const file = draft.files.find(({ id }) => id === draft.active) ?? draft.files[0];
  const settledCode = useDeferredValue(file.code);
  const isDiff = change?.file.id === file.id;
  const guessed = useMemo(() => guessLanguage(file.name, settledCode), [file.name, settledCode]);
  const shown = isDiff ? "diff" : file.language === "auto" ? (guessed ?? "text") : file.language;
  const tooLarge = bytes > limit;
  const set = optionsSet(draft.options);

  function send(): void {
    if (submit.isPending || tooLarge) return;
    const submission = toSubmission(currentDraft());
    if (!submission) {
      setComplaint("There is no code to review yet. Paste some, or open a file.");
      return;
    }
    setComplaint(null);
    submit.mutate(submission);
  }

  async function take(picked: Picked[]): Promise<void> {
    if (picked.length === 0) return;
    const read = await Promise.all(
      picked.slice(0, maxFiles).map(({ file: chosen, name }) => readTextFile(chosen, name, limit, formatBytes(limit))),
    );
    const good = read.filter((result) => result.ok);
    const refused = read.filter((result) => !result.ok);
    submit.reset();
    if (good.length > 0) addFiles(good.map(({ name, text }) => ({ name, code: text })));
    const [first] = refused;
    if (first && refused.length === 1) setComplaint(first.reason);
    else if (first) setComplaint(`${plural(refused.length, "file")} left out, the first because: ${first.reason}`);
    else if (picked.length > maxFiles) setComplaint(`A review takes ${maxFiles} files; the first ${maxFiles} were opened.`);
    else setComplaint(null);
    for (const { note } of good.slice(0, 3)) if (note) toast(note);
  }

  const problem = complaint ?? (submit.error ? refusal(submit.error) : null);
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
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDragging(false);
        void filesOfDrop(event.dataTransfer, maxFiles).then(take, () => setComplaint("What was dropped could not be read."));
      }}
    >
      <Card className={cn("relative overflow-hidden transition-colors", dragging && "outline-2 outline-accent")}>
        <EditorToolbar
          file={file}
          guessed={isDiff ? null : guessed}
          isDiff={isDiff}
          onPick={(files) => void take([...files].map((chosen) => ({ file: chosen, name: chosen.name })))}
          onClear={() => {
            setComplaint(null);
            submit.reset();
            clearDraft();
          }}
        />
        {(draft.files.length > 1 || file.name !== null) && (
          <FileTabs files={draft.files} active={file.id} diffId={change?.file.id ?? null} />
        )}
        <Editor
          docId={file.id}
          code={file.code}
          language={shown}
          onChange={(code) => {
            if (complaint) setComplaint(null);
            updateFile(file.id, { code });
          }}
          onSubmit={send}
        />
        {change && <DiffNote diff={change.diff} others={draft.files.length - 1} filesAre={draft.filesAre} />}
        {optionsOpen && (
          <div id={optionsId}>
            <OptionsPanel options={draft.options} readiness={readiness.data} />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-3 py-2.5">
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={optionsOpen}
            aria-controls={optionsId}
            onClick={() => setOptionsOpen(!optionsOpen)}
          >
            <SlidersHorizontal aria-hidden />
            Options{set > 0 && `: ${set} set`}
          </Button>
          <p className={cn("text-xs tabular-nums", tooLarge ? "font-medium text-high" : "text-ink-muted")} role={tooLarge ? "alert" : undefined}>
            {tooLarge
              ? `${formatBytes(bytes)} is more than the ${formatBytes(limit)} a review takes`
              : `${formatBytes(bytes)} of ${formatBytes(limit)}`}
          </p>
          <p id="editor-help" className="hidden text-xs text-ink-muted lg:block">
            <Kbd>Tab</Kbd> indents; <Kbd>Esc</Kbd> then <Kbd>Tab</Kbd> leaves the editor
          </p>
          <SendButton
            pending={submit.isPending}
            disabled={tooLarge}
            label={change ? "Review the change" : draft.files.length > 1 ? "Review the files" : "Review code"}
          />
        </div>

        {dragging && (
          <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center bg-accent-soft/90">
            <p className="text-lg font-semibold text-accent">Drop files or a folder to open them</p>
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
