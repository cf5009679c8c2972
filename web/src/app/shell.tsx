import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { Moon, Search, Sun } from "lucide-react";
import { lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { SkipLink } from "@/components/ui/skip-link";
import { Toaster } from "@/components/ui/toaster";
import { sessionQuery } from "@/lib/api/queries";
import { cn } from "@/lib/cn";
import { live } from "@/lib/events/store";
import { commandKey } from "@/lib/keymap";
import { useShortcuts } from "@/lib/shortcuts";
import { setTheme, useResolvedTheme } from "@/lib/theme";
import { ConnectionState } from "./connection-state";
import { places, type Place } from "./places";
import { useFocusOnNavigation } from "./use-focus-on-navigation";

const ShortcutHelp = lazy(() => import("./shortcut-help"));
const Palette = lazy(() => import("./palette"));
const SignIn = lazy(() => import("./sign-in-page"));

type Window = "help" | "palette" | null;

/** What stands around every screen. On a phone the places are a bar at the bottom, in reach of a thumb. */
export function Shell() {
  const navigate = useNavigate();
  const [window_, setWindow] = useState<Window>(null);
  const main = useFocusOnNavigation();
  const session = useQuery(sessionQuery());
  const signedOut = session.data?.access_control === true && !session.data.signed_in;

  // Asked once: that it is asked again later (after every gap in the stream) must take nothing off the screen.
  const known = session.isFetched;

  // The stream needs a session where keys are needed at all.
  useEffect(() => {
    if (!known || signedOut) return;
    live.start();
    return () => live.stop();
  }, [known, signedOut]);

  // Until one is known to the server there is nowhere to go.
  useShortcuts(signedOut ? {} : {
    n: () => void navigate({ to: "/" }),
    h: () => void navigate({ to: "/history" }),
    a: () => void navigate({ to: "/analytics" }),
    ",": () => void navigate({ to: "/settings" }),
    "/": () => void navigate({ to: "/history", search: { focus: true } }),
    "?": () => setWindow("help"),
  });
  usePaletteKey(() => setWindow((now) => (now === "palette" || signedOut ? null : "palette")));

  const close = (open: boolean) => !open && setWindow(null);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink to="main">Skip to the content</SkipLink>
      <header className="sticky top-0 z-30 short:static border-b border-line bg-surface/90 backdrop-blur-md print:hidden">
        <div className="mx-auto flex h-13 max-w-[96rem] items-center gap-5 px-4 sm:px-6">
          <Link to="/" className="flex items-center gap-2 rounded-md text-lg font-semibold tracking-tight text-ink">
            <img src="/favicon.svg" alt="" className="size-6" />
            Assay
          </Link>
          {!signedOut && (
            <nav aria-label="Main" className="hidden h-full md:flex">
              {places.map((place) => (
                <PlaceLink
                  key={place.to}
                  {...place}
                  className="h-full gap-1.5 border-b-2 border-transparent px-3 text-sm aria-[current=page]:border-accent"
                />
              ))}
            </nav>
          )}
          <div className="ml-auto flex items-center gap-1.5 sm:gap-3">
            {!signedOut && <ConnectionState />}
            {!signedOut && <FindButton onClick={() => setWindow("palette")} />}
            <ThemeButton />
          </div>
        </div>
      </header>
      <main
        ref={main}
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-[96rem] flex-1 px-4 pt-5 pb-24 sm:px-6 md:pt-6 md:pb-12 print:max-w-none print:p-0"
      >
        {signedOut ? (
          <Suspense fallback={null}>
            <SignIn />
          </Suspense>
        ) : (
          known && <Outlet />
        )}
      </main>
      {!signedOut && (
        <nav
          aria-label="Main"
          className="fixed inset-x-0 bottom-0 z-30 short:static grid grid-cols-5 border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md md:hidden print:hidden"
        >
          {places.map((place) => (
            <PlaceLink key={place.to} {...place} className="h-14 flex-col justify-center gap-1 text-2xs" />
          ))}
        </nav>
      )}
      <Toaster />
      <Suspense fallback={null}>
        {window_ === "help" && <ShortcutHelp open onOpenChange={close} />}
        {window_ === "palette" && <Palette open onOpenChange={close} onHelp={() => setWindow("help")} />}
      </Suspense>
    </div>
  );
}

function PlaceLink({ to, name, icon: Icon, className }: Place & { className: string }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      className={cn(
        "flex items-center font-medium text-ink-muted transition-colors hover:text-ink aria-[current=page]:text-ink [&_svg]:size-4 aria-[current=page]:[&_svg]:text-accent",
        className,
      )}
    >
      <Icon aria-hidden />
      {name}
    </Link>
  );
}

function FindButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K"
      onClick={onClick}
      className="inline-flex h-8 min-w-8 items-center justify-center gap-2 rounded-md text-sm text-ink-muted hover:text-ink lg:w-44 lg:justify-start lg:border lg:border-line-mid lg:bg-canvas lg:px-2.5 lg:hover:border-line-strong"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left max-lg:sr-only">Find…</span>
      <span className="hidden gap-0.5 lg:flex">
        <Kbd>{commandKey}</Kbd>
        <Kbd>K</Kbd>
      </span>
      <span className="sr-only">a page, a review or a command</span>
    </button>
  );
}

function ThemeButton() {
  const dark = useResolvedTheme() === "dark";
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={dark ? "Switch to the light theme" : "Switch to the dark theme"}
      onClick={() => setTheme(dark ? "light" : "dark")}
    >
      {dark ? <Sun aria-hidden /> : <Moon aria-hidden />}
    </Button>
  );
}

/** Ctrl+K or Command+K, from anywhere, the editor included. */
function usePaletteKey(toggle: () => void): void {
  const act = useEffectEvent(toggle);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);
}
