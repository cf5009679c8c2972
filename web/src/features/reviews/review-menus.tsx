import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows, Link2, PenLine, Printer, Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { reportFormats, reportUrl } from "@/lib/api/queries";
import { ExportButton, MoreButton } from "./menu-buttons";

interface ReviewMenusProps {
  id: string;
  /** Only what has ended can be saved or deleted. */
  over: boolean;
  deleting: boolean;
  onShare: () => void;
  /** Absent until the code is there. */
  onEdit: (() => void) | undefined;
  onDelete: () => void;
}

/** What can be done with a review besides reading it. Loaded after the review: menus weigh as much as a screen. */
export default function ReviewMenus({ id, over, deleting, onShare, onEdit, onDelete }: ReviewMenusProps) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      {over && (
        <Menu>
          <MenuTrigger asChild>
            <ExportButton />
          </MenuTrigger>
          <MenuContent>
            <MenuLabel>Save the review as</MenuLabel>
            {reportFormats.map(([format, name]) => (
              <MenuItem key={format} asChild>
                <a href={reportUrl(id, format)} download>
                  {name}
                </a>
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
      <Menu>
        <MenuTrigger asChild>
          <MoreButton />
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={onShare}>
            <Link2 aria-hidden />
            Copy the link
          </MenuItem>
          <MenuItem onSelect={() => onEdit?.()} disabled={!onEdit}>
            <PenLine aria-hidden />
            Edit and submit again
          </MenuItem>
          <MenuItem onSelect={() => void navigate({ to: "/compare", search: { before: id } })}>
            <GitCompareArrows aria-hidden />
            Compare with another
          </MenuItem>
          {/* Once the menu has closed, or it would be printed too. */}
          <MenuItem onSelect={() => setTimeout(() => window.print(), 150)}>
            <Printer aria-hidden />
            Print
          </MenuItem>
          {over && (
            <>
              <MenuSeparator />
              <MenuItem danger onSelect={() => setAsking(true)}>
                <Trash2 aria-hidden />
                Delete…
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this review?"
        description="The code, the findings and the score are removed from the server. This cannot be undone."
        act={
          <>
            <Trash2 aria-hidden />
            Delete
          </>
        }
        pending={deleting}
        onConfirm={onDelete}
      />
    </>
  );
}
