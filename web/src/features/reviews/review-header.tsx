import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Download, Ellipsis, GitCompareArrows, Link2, PenLine, Printer, RotateCw, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, buttonLooks } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { StatusBadge } from "@/components/ui/status-badge";
import { reportFormats, reportUrl } from "@/lib/api/queries";
import type { Review, Status } from "@/lib/api/types";
import { useCommands } from "@/lib/commands";
import { copyText } from "@/lib/copy-text";
import { editAgain } from "@/lib/draft/draft";
import { formatDateTime, formatWhen, plural } from "@/lib/format";
import { languageName } from "@/lib/languages";
import { isTerminal } from "@/lib/progress";
import { reviewName } from "@/lib/review-name";
import { toast } from "@/lib/toast";
import { useNow } from "@/lib/use-now";
import { visible } from "@/lib/visible";
import type { ShownFile } from "./files";
import { useReviewCommands } from "./use-review";

/** Name, state and what can be done with the review as a whole. */
export function ReviewHeader({ review, status, files }: { review: Review; status: Status; files: ShownFile[] | undefined }) {
  const navigate = useNavigate();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const over = isTerminal(status);
  const { cancel, rerun, remove } = useReviewCommands(
    review.id,
    (id) => void navigate({ to: "/reviews/$id", params: { id } }),
    () => void navigate({ to: "/" }),
  );
  const share = async () => {
    const done = await copyText(window.location.href);
    toast(done ? "The link is copied, with the finding and the filters." : "The link could not be copied.", done ? "good" : "high");
  };
  const edit = () => {
    if (!files) return;
    editAgain(files.map(({ path, lines }) => ({ name: path || null, code: lines.join("\n") })));
    void navigate({ to: "/" });
  };
  useCommands([
    ...(over ? [{ id: "rerun", name: "Review again", run: () => rerun.mutate() }] : [{ id: "cancel", name: "Cancel the review", run: () => cancel.mutate() }]),
    { id: "share", name: "Copy the link", run: () => void share() },
    { id: "edit", name: "Edit the code and submit it again", run: edit },
    { id: "print", name: "Print", run: () => window.print() },
  ]);

  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">{visible(reviewName(review))}</h1>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm text-ink-muted">
          <StatusBadge status={status} />
          {review.language !== "auto" && <span>{languageName(review.language)}</span>}
          {review.file_count > 1 && <span>{plural(review.file_count, "file")}</span>}
          <time dateTime={review.created_at} title={formatDateTime(review.created_at)}>
            {formatWhen(review.created_at, now)}
          </time>
          {review.cached && <Badge tone="accent">from cache</Badge>}
          {review.rerun_of && (
            <Link to="/compare/$before/$after" params={{ before: review.rerun_of, after: review.id }} className="font-medium text-accent hover:underline print:hidden">
              Compare with the run before
            </Link>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-2 print:hidden">
        {over ? (
          <Button onClick={() => rerun.mutate()} disabled={rerun.isPending}>
            <RotateCw aria-hidden />
            Review again
          </Button>
        ) : (
          <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
            <X aria-hidden />
            Cancel
          </Button>
        )}
        {over && (
          <Menu>
            <MenuTrigger asChild>
              <Button>
                <Download aria-hidden />
                Export
              </Button>
            </MenuTrigger>
            <MenuContent>
              <MenuLabel>Save the review as</MenuLabel>
              {reportFormats.map(([format, name]) => (
                <MenuItem key={format} asChild>
                  <a href={reportUrl(review.id, format)} download>
                    {name}
                  </a>
                </MenuItem>
              ))}
            </MenuContent>
          </Menu>
        )}
        <Menu>
          <MenuTrigger asChild>
            <Button size="iconMd" aria-label="More to do with this review">
              <Ellipsis aria-hidden />
            </Button>
          </MenuTrigger>
          <MenuContent>
            <MenuItem onSelect={() => void share()}>
              <Link2 aria-hidden />
              Copy the link
            </MenuItem>
            <MenuItem onSelect={edit} disabled={!files}>
              <PenLine aria-hidden />
              Edit and submit again
            </MenuItem>
            <MenuItem onSelect={() => void navigate({ to: "/compare", search: { before: review.id } })}>
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
      </div>
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
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </header>
  );
}

/** The way back to where one came from: the editor with its text, or the history with its filters. */
export function BackLink({ onBack, label }: { onBack: () => void; label: string }) {
  return (
    <button
      type="button"
      onClick={onBack}
      className={`${buttonLooks({ variant: "ghost", size: "sm" })} -ml-2.5 print:hidden`}
    >
      <ArrowLeft aria-hidden />
      {label}
    </button>
  );
}
