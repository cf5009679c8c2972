import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { Overlay } from "./dialog";
import { Kbd } from "./kbd";
import { useReturnFocus } from "./return-focus";

/** The palette: a window with one field that finds everything one can do. */
export function CommandDialog({
  open,
  onOpenChange,
  label,
  placeholder,
  query,
  onQueryChange,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  placeholder: string;
  query: string;
  onQueryChange: (query: string) => void;
  children: React.ReactNode;
}) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Overlay />
        <Radix.Content
          {...focus}
          aria-describedby=""
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-pop motion-safe:animate-arrive"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <Cmdk label={label} loop>
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-ink-muted" />
              <Cmdk.Input
                value={query}
                onValueChange={onQueryChange}
                placeholder={placeholder}
                className="h-12 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-muted"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Cmdk.List className="max-h-[min(26rem,60dvh)] scroll-py-1 overflow-y-auto p-1.5">
              <Cmdk.Empty className="px-3 py-8 text-center text-sm text-ink-muted">Nothing is called that.</Cmdk.Empty>
              {children}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function CommandGroup({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Cmdk.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-muted"
    >
      {children}
    </Cmdk.Group>
  );
}

export function CommandItem({
  icon,
  keys,
  onSelect,
  value,
  children,
}: {
  icon: React.ReactNode;
  keys?: string[];
  onSelect: () => void;
  /** What is searched, where it differs from the text shown. */
  value?: string;
  children: React.ReactNode;
}) {
  return (
    <Cmdk.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 text-sm text-ink data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-muted"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && (
        <span className="flex gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Cmdk.Item>
  );
}
