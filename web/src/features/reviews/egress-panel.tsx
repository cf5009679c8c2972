import { Send, ShieldCheck } from "lucide-react";
import type { Egress } from "@/lib/api/types";
import { formatBytes, plural } from "@/lib/format";
import { visible } from "@/lib/visible";
import { RailSection } from "./rail-section";

/** The receipt: what left the machine for this review, to whom, and what was hidden first. */
export function EgressPanel({ egress }: { egress: Egress[] }) {
  const bytes = egress.reduce((sum, receipt) => sum + receipt.bytes, 0);
  return (
    <RailSection
      title="What left this machine"
      icon={egress.length === 0 ? ShieldCheck : Send}
      aside={egress.length === 0 ? "nothing" : formatBytes(bytes)}
    >
      {egress.length === 0 ? (
        <p className="text-sm text-ink-soft">Nothing. The code was reviewed where it is.</p>
      ) : (
        <ul className="space-y-3 text-sm">
          {egress.map((receipt, index) => (
            <Receipt key={index} receipt={receipt} />
          ))}
        </ul>
      )}
    </RailSection>
  );
}

function Receipt({ receipt }: { receipt: Egress }) {
  const redactions = receipt.redactions ?? [];
  return (
    <li className="[overflow-wrap:anywhere]">
      {formatBytes(receipt.bytes)} to <span className="font-mono text-xs">{visible(receipt.to)}</span>
      {receipt.model && <span className="text-ink-muted"> for {visible(receipt.model)}</span>}
      <span className="block text-xs text-ink-muted">
        {redactions.length === 0
          ? "There was nothing to redact."
          : `${plural(redactions.length, "secret")} redacted first: ${redactions
              .map(({ kind, line }) => `${kind} (line ${line})`)
              .join(", ")}`}
      </span>
    </li>
  );
}
