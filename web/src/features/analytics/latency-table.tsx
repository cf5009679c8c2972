import { Card } from "@/components/ui/card";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Percentiles } from "@/lib/api/types";
import { formatDuration } from "@/lib/format";

const columns = [
  ["p50", "Half within"],
  ["p90", "90 %"],
  ["p95", "95 %"],
  ["p99", "99 %"],
  ["max", "Longest"],
] as const;

/** How long submissions waited and reviews took. */
export function LatencyTable({ wait, run }: { wait: Percentiles; run: Percentiles }) {
  const rows = [
    { name: "Waited", values: wait },
    { name: "Took", values: run },
  ];
  return (
    <Card className="min-w-0 overflow-hidden pb-1">
      <h2 id="latency" className="px-4 pt-4 pb-2 text-sm font-semibold sm:px-5">
        Time
      </h2>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="overflow-x-auto" role="region" aria-labelledby="latency" tabIndex={0}>
        <Table aria-labelledby="latency">
          <TableHead>
            <tr>
              <HeadCell className="pl-4 sm:pl-5">
                <span className="sr-only">What</span>
              </HeadCell>
              {columns.map(([id, name]) => (
                <HeadCell key={id} align="end" className={id === "max" ? "pr-4 sm:pr-5" : ""}>
                  {name}
                </HeadCell>
              ))}
            </tr>
          </TableHead>
          <TableBody>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row" className="py-2 pr-3 pl-4 text-left font-normal sm:pl-5">
                  {name}
                </th>
                {columns.map(([id]) => {
                  const value = values[id];
                  return (
                    <Cell key={id} align="end" className={id === "max" ? "pr-4 whitespace-nowrap sm:pr-5" : "whitespace-nowrap"}>
                      {value === null ? "–" : formatDuration(value)}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </TableBody>
        </Table>
      </div>
    </Card>
  );
}
