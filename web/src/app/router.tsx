import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readAnalyticsSearch } from "@/features/analytics/search";
import { readPickSearch } from "@/features/compare/search";
import { readHistorySearch } from "@/features/history/search";
import { readReviewSearch } from "@/features/reviews/search";
import { readSettingsSearch } from "@/features/settings/search";
import { CrashPage } from "./crash-page";
import { Shell } from "./shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: lazyRouteComponent(() => import("./missing-page")),
  errorComponent: CrashPage,
});

const submit = createRoute({ getParentRoute: () => root, path: "/", component: lazyRouteComponent(() => import("./submit-page")) });

const review = createRoute({
  getParentRoute: () => root,
  path: "/reviews/$id",
  validateSearch: readReviewSearch,
  component: lazyRouteComponent(() => import("@/features/reviews/review-page")),
});

const history = createRoute({
  getParentRoute: () => root,
  path: "/history",
  validateSearch: readHistorySearch,
  component: lazyRouteComponent(() => import("@/features/history/history-page")),
});

const analytics = createRoute({
  getParentRoute: () => root,
  path: "/analytics",
  validateSearch: readAnalyticsSearch,
  component: lazyRouteComponent(() => import("@/features/analytics/analytics-page")),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import("@/features/settings/settings-page")),
});

const compareStart = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: readPickSearch,
  component: lazyRouteComponent(() => import("@/features/compare/pick-page")),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare/$before/$after",
  component: lazyRouteComponent(() => import("@/features/compare/compare-page")),
});

// All components in all their states, for those who work on them; not part of what is shipped.
const workshop = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: "/dev/components",
        component: lazyRouteComponent(() => import("./dev/component-page")),
      }),
    ]
  : [];

export const router = createRouter({
  routeTree: root.addChildren([submit, review, history, analytics, compareStart, compare, settings, ...workshop]),
  defaultPreload: "intent",
  scrollRestoration: true,
  trailingSlash: "never",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
