import { FileCode2, FileDiff, Plus, X } from "lucide-react";
import { addFiles, closeFile, updateDraft, type DraftFile } from "@/lib/draft/draft";
import { cn } from "@/lib/cn";

/** The files of the draft; one is shown. Not an ARIA tab list: those may not hold the buttons that close a file. */
export function FileTabs({ files, active, diffId }: { files: DraftFile[]; active: string; diffId: string | null }) {
  return (
    <div className="flex items-stretch overflow-x-auto border-b border-line bg-sunken" role="group" aria-label="Files">
      {files.map((file, index) => {
        const name = file.name ?? (file.id === diffId ? "Diff" : `Untitled ${index + 1}`);
        const Icon = file.id === diffId ? FileDiff : FileCode2;
        const shown = file.id === active;
        return (
          <span
            key={file.id}
            className={cn(
              "flex shrink-0 items-center border-r border-line",
              shown ? "bg-surface text-ink shadow-[inset_0_2px_0_var(--accent)]" : "text-ink-muted",
            )}
          >
            <button
              type="button"
              aria-current={shown || undefined}
              onClick={() => updateDraft({ active: file.id })}
              className="flex h-9 max-w-56 items-center gap-1.5 pl-3 text-sm -outline-offset-2 hover:text-ink"
            >
              <Icon aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{name}</span>
            </button>
            <button
              type="button"
              aria-label={`Close ${name}`}
              onClick={() => closeFile(file.id)}
              className="mx-1 grid size-6 place-items-center rounded-sm text-ink-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        );
      })}
      <button
        type="button"
        aria-label="Add an empty file"
        onClick={() => addFiles([{}])}
        className="grid size-9 shrink-0 place-items-center text-ink-muted -outline-offset-2 hover:text-ink"
      >
        <Plus aria-hidden className="size-4" />
      </button>
    </div>
  );
}
