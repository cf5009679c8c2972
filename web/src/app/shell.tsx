import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { ChartNoAxesColumn, Clock3, Moon, PenLine, Settings, Sun, type LucideIcon } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Toaster } from "@/components/ui/toaster";
import { cn } from "@/lib/cn";
import { useShortcuts } from "@/lib/shortcuts";
import { setTheme, useResolvedTheme } from "@/lib/theme";
import { ConnectionState } from "./connection-state";

const ShortcutHelp = lazy(() => import("./shortcut-help"));

const places: { to: "/" | "/history" | "/analytics" | "/settings"; name: string; icon: LucideIcon }[] = [
  { to: "/", name: "Review", icon: PenLine },
  { to: "/history", name: "History", icon: Clock3 },
  { to: "/analytics", name: "Analytics", icon: ChartNoAxesColumn },
  { to: "/settings", name: "Settings", icon: Settings },
];

/** What stands around every screen. On a phone the places are a bar at the bottom, in reach of a thumb. */
export function Shell() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  useShortcuts({
    n: () => void navigate({ to: "/" }),
    h: () => void navigate({ to: "/history" }),
    "?": () => setHelp(true),
  });
  const main = useFocusOnNavigation();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-sm font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-surface/90 backdrop-blur-md print:hidden">
        <div className="mx-auto flex h-12 max-w-[96rem] items-center gap-6 px-4 sm:px-6">
          <Link to="/" className="flex items-center gap-2 rounded-md font-semibold tracking-tight text-ink">
            <img src="/favicon.svg" alt="" className="size-6" />
            Assay
          </Link>
          <nav aria-label="Main" className="hidden h-full gap-1 sm:flex">
            {places.map((place) => (
              <Place key={place.to} {...place} className="h-full border-b-2 border-transparent px-2.5 text-sm aria-[current=page]:border-accent" />
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-3">
            <ConnectionState />
            <ThemeButton />
          </div>
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1} className="mx-auto w-full max-w-[96rem] flex-1 px-4 pt-5 pb-24 sm:px-6 sm:pb-12">
        <Outlet />
      </main>
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden print:hidden"
      >
        {places.map((place) => (
          <Place key={place.to} {...place} className="h-14 flex-col justify-center gap-0.5 text-2xs" />
        ))}
      </nav>
      <Toaster />
      <Suspense fallback={null}>{help && <ShortcutHelp open onOpenChange={setHelp} />}</Suspense>
    </div>
  );
}

function Place({ to, name, icon: Icon, className }: (typeof places)[number] & { className: string }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      className={cn(
        "flex items-center gap-1.5 font-medium text-ink-muted transition-colors hover:text-ink aria-[current=page]:text-ink [&_svg]:size-4 aria-[current=page]:[&_svg]:text-accent",
        className,
      )}
    >
      <Icon aria-hidden />
      {name}
    </Link>
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

const titles: Record<string, string> = { history: "History", analytics: "Analytics", settings: "Settings", reviews: "Review" };

/** A new screen is announced by its title, and the next Tab starts at its top. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname });
  const first = useRef(true);
  useEffect(() => {
    const title = titles[path.split("/")[1] ?? ""];
    document.title = title ? `${title} · Assay` : "Assay";
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
