import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { access } from "@/lib/api/client";
import { keys } from "@/lib/api/queries";
import { live } from "@/lib/events/store";
import { followEvents } from "./live-bridge";
import { makeQueryClient } from "./query-client";
import { router } from "./router";

const queryClient = makeQueryClient();
// A key that was revoked or a session that ended shows at the next request: then the session is asked for again.
access.onDenied = () => void queryClient.invalidateQueries({ queryKey: keys.session });

export function App() {
  useEffect(() => followEvents(live, queryClient), []);
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
