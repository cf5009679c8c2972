import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { live } from "@/lib/events/store";
import { followEvents } from "./live-bridge";
import { makeQueryClient } from "./query-client";
import { router } from "./router";

const queryClient = makeQueryClient();

export function App() {
  useEffect(() => {
    const unfollow = followEvents(live, queryClient);
    live.start();
    return () => {
      unfollow();
      live.stop();
    };
  }, []);
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
