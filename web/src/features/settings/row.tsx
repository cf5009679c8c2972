/** A setting: its name and a word of explanation, its value or control at the right. */
export function Row({ name, note, children }: { name: React.ReactNode; note?: React.ReactNode; children?: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-32">
        <p className="text-sm font-medium [overflow-wrap:anywhere]">{name}</p>
        {note && <div className="text-sm text-ink-muted [overflow-wrap:anywhere]">{note}</div>}
      </div>
      {children}
    </div>
  );
}
