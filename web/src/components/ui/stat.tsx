/** One figure with its name; `note` says what it is measured against. */
export function Stat({ name, value, note }: { name: string; value: React.ReactNode; note?: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs font-medium text-ink-muted">{name}</dt>
      <dd>
        <span className="block text-xl font-semibold tracking-tight tabular-nums">{value}</span>
        {note && <span className="block text-xs text-ink-muted tabular-nums">{note}</span>}
      </dd>
    </div>
  );
}
