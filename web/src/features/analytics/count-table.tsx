import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Prose } from "@/components/ui/prose";
import { formatNumber } from "@/lib/format";

/** Names with counts, drawn as bars: a chart that is its own table. */
export function CountTable({
  title,
  head,
  unit = "Findings",
  rows,
  atFirst = 8,
}: {
  title: string;
  head: string;
  unit?: string;
  rows: { name: string; count: number; paint?: string }[];
  atFirst?: number;
}) {
  const id = useId();
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...rows.map((row) => row.count));
  const shown = all ? rows : rows.slice(0, atFirst);
  return (
    <Card className="min-w-0 p-4 sm:p-5">
      <h2 id={id} className="text-sm font-semibold">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p className="mt-3 text-sm text-ink-muted">Nothing to count yet.</p>
      ) : (
        <table aria-labelledby={id} className="mt-2 w-full text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">{head}</th>
              <th scope="col">{unit}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, count, paint = "bg-accent" }) => (
              <tr key={name}>
                <td className="py-1.5 pr-4 [overflow-wrap:anywhere]">
                  <Prose text={name} />
                  <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-hover">
                    <span className={`block h-full rounded-full ${paint}`} style={{ width: `${Math.max(1, (100 * count) / most)}%` }} />
                  </span>
                </td>
                <td className="w-14 py-1.5 text-right align-top font-medium tabular-nums">{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > atFirst && (
        <Button variant="ghost" size="sm" className="mt-2 -ml-2" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${formatNumber(rows.length)}`}
        </Button>
      )}
    </Card>
  );
}
