import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { ApiError } from "@/lib/api/client";
import { forgetAllButSession, keys, signIn } from "@/lib/api/queries";
import { formatDuration } from "@/lib/format";

/** Where the server asks for a key. The key is sent once; a cookie that scripts cannot read stands for it then. */
export default function SignInPage() {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      forgetAllButSession(client);
      client.setQueryData(keys.session, session);
    },
    onError: (error) => setComplaint(sentence(error)),
  });
  return (
    <div className="mx-auto max-w-sm pt-[8dvh]">
      <Card className="p-6">
        <span className="mb-4 grid size-11 place-items-center rounded-xl bg-accent-soft text-accent">
          <KeyRound aria-hidden className="size-5" />
        </span>
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <p className="mt-1 text-sm text-ink-muted">This server asks for an API key. Whoever runs it can make you one.</p>
        <form
          className="mt-5 space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (key.trim() === "") setComplaint("Enter a key first.");
            else enter.mutate(key.trim());
          }}
        >
          <Field label="API key" error={complaint}>
            <Input
              type="password"
              name="key"
              autoComplete="current-password"
              spellCheck={false}
              placeholder="assay_…"
              value={key}
              onChange={(event) => {
                setKey(event.target.value);
                setComplaint(null);
              }}
            />
          </Field>
          <Button type="submit" variant="primary" className="w-full" disabled={enter.isPending}>
            {enter.isPending && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
            Sign in
          </Button>
        </form>
      </Card>
      <p className="mt-4 text-center text-xs text-ink-muted">
        <code className="font-mono">assay key create</code> on the server makes the first one.
      </p>
    </div>
  );
}

function sentence(error: Error): string {
  if (error instanceof ApiError && error.status === 401) return "The server does not know this key, or it has expired.";
  if (error instanceof ApiError && error.retryAfter) {
    return `${error.message} Try again in ${formatDuration(error.retryAfter * 1000)}.`;
  }
  return error.message;
}
