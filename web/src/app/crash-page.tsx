import type { ErrorComponentProps } from "@tanstack/react-router";
import { buttonLooks } from "@/components/ui/button";

/** Shown where a screen failed. Made of little, because it must work when something else did not. */
export function CrashPage({ error }: ErrorComponentProps) {
  return (
    <div role="alert" className="mx-auto max-w-md px-6 py-14 text-center">
      <h1 className="text-lg font-semibold">This screen ran into a fault</h1>
      <p className="mt-1 text-sm text-ink-muted [overflow-wrap:anywhere]">{error instanceof Error ? error.message : "Something unexpected happened."}</p>
      <button type="button" className={`${buttonLooks()} mt-5`} onClick={() => window.location.reload()}>
        Load it again
      </button>
    </div>
  );
}
