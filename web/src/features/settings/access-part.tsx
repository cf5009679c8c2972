import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LogOut, ShieldOff, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { EmptyState } from "@/components/ui/states";
import { forgetAllButSession, keys, sessionQuery, signOut } from "@/lib/api/queries";
import type { Session } from "@/lib/api/types";
import { formatDateTime } from "@/lib/format";
import { toast } from "@/lib/toast";
import { visible } from "@/lib/visible";
import { KeyList } from "./key-list";
import { Row } from "./row";

/** Who one is to the server, and the keys one may manage. */
export function AccessPart() {
  const { data: session } = useQuery(sessionQuery());
  if (!session) {
    return (
      <Notice icon={TriangleAlert} tone="med">
        The server did not say who may do what.
      </Notice>
    );
  }
  return (
    <div className="space-y-6">
      {session.access_control ? (
        <Card>
          <Own session={session} />
        </Card>
      ) : (
        <Card variant="quiet">
          <EmptyState icon={ShieldOff} title="This server asks for no key" compact>
            Whoever can reach it can use it, and nobody is an administrator. On its machine,{" "}
            <code className="font-mono text-xs">assay key create</code> makes keys; started with{" "}
            <code className="font-mono text-xs">--access keys</code>, the server asks for them.
          </EmptyState>
        </Card>
      )}
      {session.access_control &&
        (session.scopes.includes("admin") ? (
          <KeyList ownTenant={session.tenant} />
        ) : (
          <p className="text-sm text-ink-muted">Keys are managed by whoever has one with the scope “admin”.</p>
        ))}
    </div>
  );
}

function Own({ session }: { session: Session }) {
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // First the sign-in takes the screen's place: what is forgotten under it would be fetched again.
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.session });
      forgetAllButSession(client);
    },
    onError: (error) => toast(error.message, "high"),
  });
  return (
    <Row
      name={
        <>
          Signed in with “{visible(session.name ?? "a key")}”{" "}
          {session.prefix && <code className="font-mono text-xs font-normal text-ink-muted">{session.prefix}…</code>}
        </>
      }
      note={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {session.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
          {session.tenant && <span>in {visible(session.tenant)}</span>}
          {session.expires_at && <span>until {formatDateTime(session.expires_at)}</span>}
        </span>
      }
    >
      {session.csrf_token !== null && (
        <Button onClick={() => leave.mutate()} disabled={leave.isPending}>
          <LogOut aria-hidden />
          Sign out
        </Button>
      )}
    </Row>
  );
}
