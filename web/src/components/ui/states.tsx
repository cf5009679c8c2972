import { CloudOff, LockKeyhole, RotateCw, TriangleAlert, type LucideIcon } from "lucide-react";
import { ApiError } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { Button } from "./button";

function Frame({
  icon: Icon,
  tone,
  compact,
  children,
  ...props
}: { icon: LucideIcon; tone: "accent" | "high" | "plain"; compact?: boolean } & React.ComponentProps<"div">) {
  const tones = { accent: "bg-accent-soft text-accent", high: "bg-high-soft text-high", plain: "bg-hover text-ink-soft" };
  return (
    <div className={cn("flex flex-col items-center px-6 text-center", compact ? "py-8" : "py-14")} {...props}>
      <span className={cn("mb-4 grid size-11 place-items-center rounded-xl", tones[tone])}>
        <Icon aria-hidden className="size-5" />
      </span>
      {children}
    </div>
  );
}

/** What a place says when there is nothing to show: what it is, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  compact,
}: {
  icon: LucideIcon;
  title: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
  compact?: boolean;
}) {
  return (
    <Frame icon={icon} tone="accent" compact={compact}>
      <p className="text-lg font-semibold text-ink">{title}</p>
      {children && <div className="mt-1 max-w-md text-sm text-balance text-ink-muted">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </Frame>
  );
}

/** What went wrong, in the server's words, with a way to try again and the id to look it up in the log. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be loaded",
  compact,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
  compact?: boolean;
}) {
  const known = error instanceof ApiError ? error : null;
  const { icon, heading, text } = wording(known, error, title);
  return (
    <Frame icon={icon} tone={known?.offline ? "plain" : "high"} compact={compact} role="alert">
      <p className="text-lg font-semibold text-ink">{heading}</p>
      <p className="mt-1 max-w-md text-sm text-balance text-ink-muted">{text}</p>
      {known?.requestId && (
        <p className="mt-2 text-xs text-ink-muted">
          Request <span className="font-mono select-all">{known.requestId}</span>
        </p>
      )}
      {onRetry && (
        <div className="mt-5">
          <Button onClick={onRetry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        </div>
      )}
    </Frame>
  );
}

function wording(known: ApiError | null, error: unknown, title: string) {
  if (known?.offline) {
    return {
      icon: CloudOff,
      heading: "The server cannot be reached",
      text: "It may be restarting, or this device may be offline. Accepted submissions are safe on the server.",
    };
  }
  if (known?.status === 403) return { icon: LockKeyhole, heading: "Not with this key", text: known.message };
  return {
    icon: TriangleAlert,
    heading: title,
    text: error instanceof Error ? error.message : "Something unexpected happened.",
  };
}
