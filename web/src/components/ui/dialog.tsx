import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import { useReturnFocus } from "./return-focus";

/** A modal window with title and close button; focus stays inside and returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  wide?: boolean;
  children: React.ReactNode;
}) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Overlay />
        <Radix.Content
          {...focus}
          aria-describedby={description ? undefined : ""}
          className={cn(
            "fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-pop motion-safe:animate-arrive",
            wide ? "max-w-2xl" : "max-w-md",
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-1">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {description && (
            <Radix.Description className="mt-1 text-sm text-ink-muted">{description}</Radix.Description>
          )}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function Overlay() {
  return <Radix.Overlay className="fixed inset-0 z-40 bg-overlay backdrop-blur-[2px] motion-safe:animate-arrive" />;
}

/** Asks before something that cannot be taken back. `act` says what the button does, in its own word. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  act,
  keep = "Keep it",
  pending,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  act: React.ReactNode;
  keep?: string;
  pending: boolean;
  onConfirm: () => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{keep}</Button>
        <Button variant="solidDanger" disabled={pending} onClick={onConfirm}>
          {act}
        </Button>
      </div>
    </Dialog>
  );
}
