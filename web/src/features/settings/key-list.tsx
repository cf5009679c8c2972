import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, SectionHeading } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { apiKeysQuery, keys, revokeApiKey } from "@/lib/api/queries";
import type { ApiKey } from "@/lib/api/types";
import { formatDateTime, formatWhen } from "@/lib/format";
import { toast } from "@/lib/toast";
import { useNow } from "@/lib/use-now";
import { visible } from "@/lib/visible";
import { NewKeyDialog } from "./new-key-dialog";
import { Row } from "./row";

/** The API keys of the tenant: make one, see when each was used last, take one back. */
export function KeyList({ ownTenant }: { ownTenant: string | null }) {
  const query = useQuery(apiKeysQuery());
  const [making, setMaking] = useState(false);
  return (
    <section aria-labelledby="api-keys-heading">
      <SectionHeading
        id="api-keys-heading"
        aside={
          <Button size="sm" onClick={() => setMaking(true)}>
            <Plus aria-hidden />
            New key
          </Button>
        }
      >
        API keys
      </SectionHeading>
      {query.isPending ? (
        <Skeleton className="mt-2 h-32" />
      ) : query.isError ? (
        <Card className="mt-2">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} compact />
        </Card>
      ) : query.data.items.length === 0 ? (
        <Card variant="quiet" className="mt-2">
          <EmptyState icon={KeyRound} title="There are no keys yet" compact>
            A key lets a CI job, an editor or a person in. Make one for each, so that one can be taken back alone.
          </EmptyState>
        </Card>
      ) : (
        <Card className="mt-2 divide-y divide-line">
          {query.data.items.map((key) => (
            <KeyRow key={key.id} apiKey={key} ownTenant={ownTenant} />
          ))}
        </Card>
      )}
      <NewKeyDialog open={making} onOpenChange={setMaking} />
    </section>
  );
}

function KeyRow({ apiKey, ownTenant }: { apiKey: ApiKey; ownTenant: string | null }) {
  const now = useNow();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => {
      setAsking(false);
      toast(`The key “${apiKey.name}” is revoked.`, "good");
    },
    onError: (error) => toast(error.message, "high"),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
  const expired = apiKey.expires_at !== null && Date.parse(apiKey.expires_at) <= now;
  const over = apiKey.revoked_at !== null || expired;
  return (
    <Row
      name={
        <span className={over ? "text-ink-muted" : undefined}>
          {visible(apiKey.name)} <code className="font-mono text-xs font-normal text-ink-muted">{visible(apiKey.prefix)}…</code>
        </span>
      }
      note={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} tone={scope === "admin" ? "med" : "plain"}>
              {scope}
            </Badge>
          ))}
          {apiKey.tenant !== ownTenant && <span>in {visible(apiKey.tenant)}</span>}
          <span>made {formatWhen(apiKey.created_at, now)}</span>
          <span>{apiKey.last_used_at ? `used ${formatWhen(apiKey.last_used_at, now)}` : "never used"}</span>
          {apiKey.expires_at && !expired && !apiKey.revoked_at && <span>until {formatDateTime(apiKey.expires_at)}</span>}
          {apiKey.limits.submissions_per_hour != null && <span>{apiKey.limits.submissions_per_hour} an hour</span>}
          {apiKey.limits.reviews_per_day != null && <span>{apiKey.limits.reviews_per_day} reviews a day</span>}
        </span>
      }
    >
      {over ? (
        <Badge>{apiKey.revoked_at ? `revoked ${formatWhen(apiKey.revoked_at, now)}` : "expired"}</Badge>
      ) : (
        <Button size="sm" variant="danger" onClick={() => setAsking(true)} aria-label={`Revoke ${apiKey.name}`}>
          <Ban aria-hidden />
          Revoke
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke the key “${apiKey.name}”?`}
        description="Whoever uses it is refused from then on, and signed out where signed in with it. This cannot be undone."
        act="Revoke"
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </Row>
  );
}
