import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";

/** On or off, at once. Its state is said by position and mark, not by colour alone. */
export function Switch(props: Omit<ComponentProps<typeof Radix.Root>, "className">) {
  return (
    <Radix.Root
      className="group inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-hover p-0.5 transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      {...props}
    >
      <Radix.Thumb className="grid size-4.5 place-items-center rounded-full bg-line-strong transition-transform duration-150 data-[state=checked]:translate-x-5 data-[state=checked]:bg-accent-ink" />
    </Radix.Root>
  );
}
