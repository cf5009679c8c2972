import { CircleCheck, CircleX, Info, X } from "lucide-react";
import { dismissToast, useToasts } from "@/lib/toast";
import { Button } from "./button";

const icons = { good: CircleCheck, high: CircleX, plain: Info };
const inks = { good: "text-good", high: "text-high", plain: "text-accent" };

/** Short messages at the edge of the page, read out politely. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-20 left-4 z-50 flex flex-col items-end gap-2 sm:bottom-4 print:hidden"
    >
      {toasts.map(({ id, tone, text, action }) => {
        const Icon = icons[tone];
        return (
          <div
            key={id}
            className="pointer-events-auto flex max-w-sm items-center gap-2.5 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3.5 text-sm shadow-pop motion-safe:animate-arrive"
          >
            <Icon aria-hidden className={`size-4 shrink-0 ${inks[tone]}`} />
            <span className="min-w-0 py-1">{text}</span>
            {action && (
              <Button
                size="sm"
                onClick={() => {
                  dismissToast(id);
                  action.run();
                }}
              >
                {action.name}
              </Button>
            )}
            <Button variant="ghost" size="icon" aria-label="Close this message" onClick={() => dismissToast(id)}>
              <X aria-hidden />
            </Button>
          </div>
        );
      })}
    </div>
  );
}
