import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { createApiKey, keys } from "@/lib/api/queries";
import type { CreatedApiKey, KeyScope } from "@/lib/api/types";

const scopes: { id: KeyScope; name: string }[] = [
  { id: "submit", name: "Submit: read, hand in, cancel, delete, mark" },
  { id: "read", name: "Read: see everything, change nothing" },
  { id: "admin", name: "Admin: everything, keys included" },
];
const lifetimes = [
  { days: 30, name: "30 days" },
  { days: 90, name: "90 days" },
  { days: 365, name: "a year" },
  { days: 0, name: "for good" },
];
const dayMs = 86_400_000;

/** Asks what the key is for, then shows it once. */
export function NewKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const change = (next: boolean) => {
    onOpenChange(next);
    if (!next) setMade(null);
  };
  return made ? (
    <Dialog open={open} onOpenChange={change} title={`The key “${made.key.name}”`} description="It is shown this once; the server keeps only what it needs to know it again.">
      <code className="block rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-sm break-all select-all" data-secret>
        {made.secret}
      </code>
      <Notice icon={TriangleAlert} tone="med" className="mt-3">
        Copy it now. Once this window is closed, nobody can show it again.
      </Notice>
      <div className="mt-4 flex justify-end gap-2">
        <CopyButton text={made.secret} label="Copy the key" variant="primary" size="md" />
        <Button onClick={() => change(false)}>Done</Button>
      </div>
    </Dialog>
  ) : (
    <Dialog open={open} onOpenChange={change} title="New key" description="One for each job, tool or person: then each can be taken back alone.">
      <KeyForm onMade={setMade} onCancel={() => change(false)} />
    </Dialog>
  );
}

function KeyForm({ onMade, onCancel }: { onMade: (made: CreatedApiKey) => void; onCancel: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("submit");
  const [days, setDays] = useState(90);
  const [perHour, setPerHour] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: createApiKey,
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.apiKeys });
      onMade(made);
    },
    onError: (error) => setComplaint(error.message),
  });
  const send = () => {
    if (name.trim() === "") {
      setComplaint("Give the key a name, so that you know later what it is for.");
      return;
    }
    make.mutate({
      name: name.trim(),
      scopes: [scope],
      expires_at: days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : null,
      ...(perHour ? { limits: { submissions_per_hour: Number(perHour) } } : {}),
    });
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="Name" error={complaint}>
        <Input
          value={name}
          maxLength={100}
          placeholder="For example: ci"
          onChange={(event) => {
            setName(event.target.value);
            setComplaint(null);
          }}
        />
      </Field>
      <Field label="May">
        <Select value={scope} onChange={(event) => setScope(scopes.find(({ id }) => id === event.target.value)?.id ?? "submit")}>
          {scopes.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}
            </option>
          ))}
        </Select>
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Valid">
          <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lifetimes.map((entry) => (
              <option key={entry.days} value={entry.days}>
                {entry.name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Submissions an hour">
          <Input type="number" min={1} max={1_000_000} placeholder="The server’s own limit" value={perHour} onChange={(event) => setPerHour(event.target.value)} />
        </Field>
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={make.isPending}>
          {make.isPending && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
          Make the key
        </Button>
      </div>
    </form>
  );
}
