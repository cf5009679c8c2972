import { PathText } from "@/components/ui/path-text";
import { SeverityCounts } from "@/components/ui/severity";
import type { Issue } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { countBySeverity } from "@/lib/rubric";
import type { ShownFile } from "./files";
import { RailSection } from "./rail-section";

/** The files of a review with what was found in each. */
export function FilesPanel({ files, issues, onOpen }: { files: ShownFile[]; issues: Issue[][]; onOpen: (index: number) => void }) {
  return (
    <RailSection title="Files" aside={formatNumber(files.length)} open={files.length <= 12}>
      <ul className="-mx-2 max-h-72 overflow-y-auto">
        {files.map((file, index) => (
          <li key={file.path}>
            <button
              type="button"
              onClick={() => onOpen(index)}
              className="flex min-h-8 w-full items-center justify-between gap-3 rounded-md px-2 py-1 text-left text-sm -outline-offset-1 hover:bg-hover"
            >
              <PathText path={file.path} />
              <SeverityCounts counts={countBySeverity(issues[index] ?? [])} className="shrink-0" />
            </button>
          </li>
        ))}
      </ul>
    </RailSection>
  );
}
