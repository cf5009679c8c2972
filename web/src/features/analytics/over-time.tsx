import { Chart } from "@/components/ui/chart";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { DayCount } from "@/lib/api/types";
import { bucketDays, type Bucket } from "@/lib/chart/days";
import { formatNumber } from "@/lib/format";
import { ChartCard } from "./chart-card";

const mostBuckets = 60;
const dayName = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const named = (iso: string) => dayName.format(Date.parse(`${iso}T00:00:00Z`));
const nameOf = ({ from, to }: Bucket): string => (from === to ? named(from) : `${named(from)} – ${named(to)}`);

/** How scores, reviews and findings went, day by day; of a long time several days are one place. */
export function OverTime({ days, from, to }: { days: DayCount[]; from?: string; to?: string }) {
  const buckets = bucketDays(days, { from: laterOf(from, days[0]?.day), to, most: mostBuckets });
  const places = buckets.map(nameOf);
  const severities = [
    { name: "High", paint: "fill-high-fill", values: buckets.map(({ high }) => high) },
    { name: "Medium", paint: "fill-med-fill", values: buckets.map(({ med }) => med) },
    { name: "Low", paint: "fill-low-fill", values: buckets.map(({ low }) => low) },
  ];
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartCard
        title="Average score over time"
        chart={
          <Chart
            label="Average score of the reviews of each day, from 0 to 10"
            places={places}
            line={{ name: "Score", paint: "text-accent", values: buckets.map(({ score }) => score) }}
            max={10}
            format={(value) => value.toFixed(1)}
          />
        }
        table={
          <Table>
            <TableHead>
              <tr>
                <HeadCell>Day</HeadCell>
                <HeadCell align="end">Average score</HeadCell>
                <HeadCell align="end">Reviews</HeadCell>
                <HeadCell align="end">From the cache</HeadCell>
              </tr>
            </TableHead>
            <TableBody>
              {days.toReversed().map((day) => (
                <tr key={day.day}>
                  <Cell>{day.day}</Cell>
                  <Cell align="end">{day.avg_score?.toFixed(2) ?? "–"}</Cell>
                  <Cell align="end">{formatNumber(day.total)}</Cell>
                  <Cell align="end">{formatNumber(day.cached)}</Cell>
                </tr>
              ))}
            </TableBody>
          </Table>
        }
      />
      <ChartCard
        title="Findings over time"
        legend={<Legend entries={severities} />}
        chart={<Chart label="Findings of each day by severity" places={places} columns={severities.toReversed()} format={formatNumber} />}
        table={
          <Table>
            <TableHead>
              <tr>
                <HeadCell>Day</HeadCell>
                <HeadCell align="end">High</HeadCell>
                <HeadCell align="end">Medium</HeadCell>
                <HeadCell align="end">Low</HeadCell>
              </tr>
            </TableHead>
            <TableBody>
              {days.toReversed().map((day) => (
                <tr key={day.day}>
                  <Cell>{day.day}</Cell>
                  <Cell align="end">{formatNumber(day.high)}</Cell>
                  <Cell align="end">{formatNumber(day.med)}</Cell>
                  <Cell align="end">{formatNumber(day.low)}</Cell>
                </tr>
              ))}
            </TableBody>
          </Table>
        }
      />
    </div>
  );
}

/** An early start of the range, before anything was reviewed, would only squeeze the rest. */
const laterOf = (a: string | undefined, b: string | undefined): string | undefined => (a && b ? (a > b ? a : b) : (a ?? b));

function Legend({ entries }: { entries: { name: string; paint: string }[] }) {
  return (
    <span aria-hidden className="flex gap-3 text-xs text-ink-muted">
      {entries.map(({ name, paint }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <svg className="size-2.5">
            <rect width="10" height="10" rx="2" className={paint} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}
