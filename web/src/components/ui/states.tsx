import { CloudOff, RotateCw, TriangleAlert, type LucideIcon } from "lucide-react";
import { ApiError } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { Button } from "./button";

/** What a place says when there is nothing to show: what it is, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  className,
}: {
  icon: LucideIcon;
  title: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
      <span className="mb-4 grid size-11 place-items-center rounded-xl bg-accent-soft text-accent">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="text-lg font-semibold text-ink">{title}</p>
      {children && <div className="mt-1 max-w-md text-sm text-balance text-ink-muted">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}

/** What went wrong, in the server's words, with a way to try again and the id to look it up in the log. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be loaded",
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
  className?: string;
}) {
  const known = error instanceof ApiError ? error : null;
  const Icon = known?.offline ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
      <span className="mb-4 grid size-11 place-items-center rounded-xl bg-high-soft text-high">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="text-lg font-semibold text-ink">{known?.offline ? "The server cannot be reached" : title}</p>
      <p className="mt-1 max-w-md text-sm text-balance text-ink-muted">
        {known?.offline
          ? "It may be restarting, or this device may be offline. Accepted submissions are safe on the server."
          : error instanceof Error
            ? error.message
            : "Something unexpected happened."}
      </p>
      {known?.requestId && <p className="mt-2 font-mono text-xs text-ink-muted">Request {known.requestId}</p>}
      {onRetry && (
        <Button className="mt-5" onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  );
}
