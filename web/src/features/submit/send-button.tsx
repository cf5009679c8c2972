import { CornerDownLeft, LoaderCircle, Send } from "lucide-react";
import { Button } from "@/components/ui/button";
import { commandKey } from "@/lib/keymap";

export function SendButton({ pending, disabled, label }: { pending: boolean; disabled: boolean; label: string }) {
  return (
    <Button type="submit" variant="primary" className="ml-auto" disabled={pending || disabled}>
      {pending ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : <Send aria-hidden />}
      {label}
      <span className="ml-1 hidden items-center gap-0.5 text-2xs opacity-80 sm:inline-flex">
        {commandKey}
        <CornerDownLeft aria-hidden className="size-3!" />
        <span className="sr-only">Enter</span>
      </span>
    </Button>
  );
}
