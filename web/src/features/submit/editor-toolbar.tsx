import { FolderOpen, Lightbulb } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import { addFiles, updateFile, type DraftFile } from "@/lib/draft/draft";
import type { LanguageId } from "@/lib/api/types";
import { isLanguage, languageName, languages } from "@/lib/languages";
import { example } from "./example";

/** Language and name of the file that is shown, and the ways to get code in and out. */
export function EditorToolbar({
  file,
  guessed,
  isDiff,
  onPick,
  onClear,
}: {
  file: DraftFile;
  guessed: LanguageId | null;
  isDiff: boolean;
  onPick: (files: FileList) => void;
  onClear: () => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const empty = file.code.trim() === "";
  const auto = isDiff ? "Auto: a diff" : guessed && !empty ? `Auto: ${languageName(guessed)}` : "Auto-detect";
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken p-2">
      <Select
        aria-label="Language"
        className="min-w-36 flex-1 sm:w-48 sm:flex-none"
        value={file.language}
        onChange={(event) => updateFile(file.id, { language: isLanguage(event.target.value) ? event.target.value : "auto" })}
      >
        <option value="auto">{auto}</option>
        {languages.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <span className="min-w-36 flex-1 sm:max-w-64">
        <Input
          aria-label="File name"
          placeholder="File name (optional)"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          maxLength={512}
          value={file.name ?? ""}
          onChange={(event) => updateFile(file.id, { name: event.target.value || null })}
        />
      </span>
      <Button onClick={() => picker.current?.click()}>
        <FolderOpen aria-hidden />
        Open files
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        className="sr-only"
        tabIndex={-1}
        aria-label="Open files"
        onChange={(event) => {
          if (event.target.files) onPick(event.target.files);
          event.target.value = "";
        }}
      />
      {empty ? (
        <Button variant="ghost" className="sm:ml-auto" onClick={() => addFiles([{ name: example.filename, code: example.code }])}>
          <Lightbulb aria-hidden />
          Try an example
        </Button>
      ) : (
        <Button variant="ghost" className="ml-auto" onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  );
}
