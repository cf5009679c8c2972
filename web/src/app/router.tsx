import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readAnalyticsSearch } from "@/features/analytics/search";
import { readHistorySearch } from "@/features/history/search";
import { readReviewSearch } from "@/features/reviews/search";
import { CrashPage, MissingPage } from "./fallback-pages";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage, errorComponent: CrashPage });

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
  component: lazyRouteComponent(() => import("@/features/settings/settings-page")),
});

export const router = createRouter({
  routeTree: root.addChildren([submit, review, history, analytics, settings]),
  defaultPreload: "intent",
  scrollRestoration: true,
  trailingSlash: "never",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
