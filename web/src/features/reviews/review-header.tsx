import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, RotateCw, X } from "lucide-react";
import { Fragment, lazy, Suspense } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, buttonLooks } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
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
import { ExportButton, MoreButton } from "./menu-buttons";
import { useReviewCommands } from "./use-review";

const ReviewMenus = lazy(() => import("./review-menus"));

/** A name on several lines is cut behind what joins its words. */
const breakable = (name: string) =>
  name.split(/(?<=[_.-])/).map((part, index) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));

/** Name, state and what can be done with the review as a whole. */
export function ReviewHeader({ review, status, files }: { review: Review; status: Status; files: ShownFile[] | undefined }) {
  const navigate = useNavigate();
  const now = useNow();
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

  const name = visible(reviewName(review));
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
          {folder && <span className="block text-sm font-normal tracking-normal text-ink-muted">{folder}</span>}
          {breakable(name.slice(folder.length))}
        </h1>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm text-ink-muted">
          <StatusBadge status={status} />
          {review.language !== "auto" && review.file_count <= 1 && <span>{languageName(review.language)}</span>}
          {review.file_count > 1 && review.filename && <span>{plural(review.file_count, "file")}</span>}
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
        {/* Until their menus are there the buttons hold the place. */}
        <Suspense
          fallback={
            <>
              {over && <ExportButton disabled />}
              <MoreButton disabled />
            </>
          }
        >
          <ReviewMenus
            id={review.id}
            over={over}
            deleting={remove.isPending}
            onShare={() => void share()}
            onEdit={files && edit}
            onDelete={() => remove.mutate()}
          />
        </Suspense>
      </div>
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
