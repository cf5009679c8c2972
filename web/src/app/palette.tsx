import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleHelp, FileCode2, Keyboard, Monitor, Moon, Search, Sun, Zap } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { CommandDialog, CommandGroup, CommandItem } from "@/components/ui/command";
import { recentQuery } from "@/lib/api/queries";
import { useOfferedCommands } from "@/lib/commands";
import { formatWhen } from "@/lib/format";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { reviewName } from "@/lib/review-name";
import { setTheme } from "@/lib/theme";
import { useNow } from "@/lib/use-now";
import { places } from "./places";

/** Everything one can do or open, by typing its name. Two letters and more also search the history. */
export default function Palette({
  open,
  onOpenChange,
  onHelp,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onHelp: () => void;
}) {
  const navigate = useNavigate();
  const now = useNow();
  const [query, setQuery] = useState("");
  const { shortcuts } = usePreferences();
  const offered = useOfferedCommands();
  const wanted = useDeferredValue(query.trim());
  const words = wanted.length >= 2 ? wanted : undefined;
  const found = useQuery(recentQuery(6, { q: words }));
  const reviews = found.data?.items ?? [];

  const act = (run: () => void) => () => {
    onOpenChange(false);
    run();
  };

  return (
    <CommandDialog
      open={open}
      onOpenChange={onOpenChange}
      label="Find a page, a review or a command"
      placeholder="Type a name, or words of a review…"
      query={query}
      onQueryChange={setQuery}
    >
      {offered.length > 0 && (
        <CommandGroup heading="This screen">
          {offered.map(({ id, name, keys, run }) => (
            <CommandItem key={id} icon={<Zap aria-hidden />} keys={keys} onSelect={act(run)}>
              {name}
            </CommandItem>
          ))}
        </CommandGroup>
      )}
      <CommandGroup heading="Go to">
        {places.map(({ to, name, icon: Icon, keys }) => (
          <CommandItem key={to} icon={<Icon aria-hidden />} keys={keys} onSelect={act(() => void navigate({ to }))}>
            {to === "/" ? "Review code" : name}
          </CommandItem>
        ))}
        {wanted !== "" && (
          <CommandItem
            value={`search ${query}`}
            icon={<Search aria-hidden />}
            keys={["/"]}
            onSelect={act(() => void navigate({ to: "/history", search: { q: wanted } }))}
          >
            Search the history for “{wanted}”
          </CommandItem>
        )}
      </CommandGroup>
      {reviews.length > 0 && (
        <CommandGroup heading={words ? "Reviews with these words" : "Newest reviews"}>
          {reviews.map((review) => (
            <CommandItem
              key={review.id}
              // What the server found stays, whatever of it the name holds.
              value={`${query} ${review.id}`}
              icon={<FileCode2 aria-hidden />}
              onSelect={act(() => void navigate({ to: "/reviews/$id", params: { id: review.id } }))}
            >
              {reviewName(review)} <span className="text-ink-muted">{formatWhen(review.created_at, now)}</span>
            </CommandItem>
          ))}
        </CommandGroup>
      )}
      <CommandGroup heading="This browser">
        <CommandItem icon={<Sun aria-hidden />} onSelect={act(() => setTheme("light"))}>
          Light theme
        </CommandItem>
        <CommandItem icon={<Moon aria-hidden />} onSelect={act(() => setTheme("dark"))}>
          Dark theme
        </CommandItem>
        <CommandItem icon={<Monitor aria-hidden />} onSelect={act(() => setTheme("system"))}>
          The system’s theme
        </CommandItem>
        <CommandItem icon={<Keyboard aria-hidden />} onSelect={act(() => setPreferences({ shortcuts: !shortcuts }))}>
          {shortcuts ? "Switch single keys off" : "Switch single keys on"}
        </CommandItem>
        <CommandItem icon={<CircleHelp aria-hidden />} keys={["?"]} onSelect={onHelp}>
          Show all keys
        </CommandItem>
      </CommandGroup>
    </CommandDialog>
  );
}
