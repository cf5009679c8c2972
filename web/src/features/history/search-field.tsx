import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Input } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { useShortcuts } from "@/lib/shortcuts";

const pauseMs = 250;

/** Searches when typing pauses. What comes from the address (a link, "Back") replaces what stands in the field. */
export function SearchField({
  words,
  takeFocus,
  className,
  onSearch,
}: {
  words: string;
  takeFocus: boolean;
  className?: string;
  onSearch: (words: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(words);
  const [known, setKnown] = useState(words);
  if (known !== words) {
    setKnown(words);
    if (typed.trim() !== words) setTyped(words);
  }
  const search = useEffectEvent((text: string) => {
    if (text !== words) onSearch(text);
  });
  useEffect(() => {
    const timer = setTimeout(() => search(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    if (takeFocus) field.current?.focus();
  }, [takeFocus]);
  useShortcuts({ "/": () => field.current?.focus() });

  return (
    <span className={cn("relative block", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-muted" />
      <Input
        ref={field}
        type="search"
        aria-label="Search the history"
        aria-keyshortcuts="/"
        placeholder="Words in code, file names or findings"
        className="pl-9"
        maxLength={256}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onSearch(typed.trim());
        }}
      />
    </span>
  );
}
