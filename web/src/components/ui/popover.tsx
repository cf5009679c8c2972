import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverClose = Radix.Close;

export function PopoverContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={12}
        className={cn(
          "z-40 w-[min(20rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-raised p-4 text-ink shadow-pop motion-safe:animate-arrive",
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}
