import { useState } from "react";
import { niceTicks, spread } from "@/lib/chart/scale";
import { cn } from "@/lib/cn";
import { useWidth } from "@/lib/use-width";

export interface Series {
  name: string;
  /** Class that gives the fill of its columns, or the ink of its line. */
  paint: string;
  /** One value per place; null: none. */
  values: (number | null)[];
}

interface ChartProps {
  /** What the chart shows, for those who do not see it; the figures themselves are in the table beside it. */
  label: string;
  /** Name of each place along the bottom. */
  places: string[];
  /** Stacked on each other. */
  columns?: Series[];
  line?: Series;
  /** Fixed upper end; else the largest value, rounded up. */
  max?: number;
  format: (value: number) => string;
}

const height = 208;
const room = { top: 10, right: 8, bottom: 24, left: 34 };

/** Columns or a line over time, drawn as SVG in the colours of the tokens. The figures of one place show on hover. */
export function Chart({ label, places, columns = [], line, max, format }: ChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const sums = places.map((_, index) => columns.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const highest = max ?? Math.max(0, ...sums, ...(line?.values.map((value) => value ?? 0) ?? []));
  const ticks = niceTicks(highest);
  const top = ticks.at(-1) ?? 1;
  const inner = { width: Math.max(0, width - room.left - room.right), height: height - room.top - room.bottom };
  const step = places.length > 0 ? inner.width / places.length : 0;
  const x = (index: number) => room.left + step * (index + 0.5);
  const y = (value: number) => room.top + inner.height * (1 - value / top);
  const bar = Math.max(1, Math.min(28, step * 0.72));

  const point = (event: React.PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - room.left;
    const index = Math.floor(left / step);
    setAt(index >= 0 && index < places.length ? index : null);
  };

  return (
    <div ref={ref} className="relative" style={{ height }}>
      {width > 0 && (
        <svg role="img" aria-label={label} width={width} height={height} onPointerMove={point} onPointerLeave={() => setAt(null)} className="block touch-pan-y text-2xs">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={room.left} x2={width - room.right} y1={y(tick)} y2={y(tick)} className={tick === 0 ? "stroke-line-mid" : "stroke-line"} />
              <text x={room.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted tabular-nums">
                {tick >= 10_000 ? `${tick / 1000}k` : tick}
              </text>
            </g>
          ))}
          {at !== null && <rect x={room.left + step * at} width={step} y={room.top} height={inner.height} className="fill-hover" />}
          {places.map((_, index) => {
            let base = 0;
            return columns.map(({ name, paint, values }) => {
              const value = values[index] ?? 0;
              if (value === 0) return null;
              const from = base;
              base += value;
              return (
                <rect key={`${name}-${index}`} x={x(index) - bar / 2} width={bar} y={y(base)} height={Math.max(1, y(from) - y(base) - (from > 0 ? 1 : 0))} rx={Math.min(2, bar / 3)} className={paint} />
              );
            });
          })}
          {line && <Line line={line} x={x} y={y} />}
          {spread(places.length, Math.max(2, Math.floor(inner.width / 78))).map((index) => (
            <text key={index} x={Math.min(x(index), width - room.right - 20)} y={height - 7} textAnchor="middle" className="fill-ink-muted">
              {places[index]}
            </text>
          ))}
        </svg>
      )}
      {at !== null && (
        <div
          aria-hidden
          className="pointer-events-none absolute top-0 z-10 min-w-32 rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-pop"
          style={x(at) < width / 2 ? { left: x(at) + bar / 2 + 8 } : { right: width - x(at) + bar / 2 + 8 }}
        >
          <p className="font-medium">{places[at]}</p>
          {[...(line ? [line] : []), ...columns].map(({ name, paint, values }) => {
            const value = values[at];
            return (
              <p key={name} className="mt-0.5 flex items-center gap-2 text-ink-soft">
                <svg className="size-2.5">
                  <rect width="10" height="10" rx="2" className={cn(paint, line && "fill-current")} />
                </svg>
                {name}
                <span className="ml-auto pl-4 font-medium text-ink tabular-nums">{value == null ? "–" : format(value)}</span>
              </p>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** Joins what is there: a day without reviews breaks no line. */
function Line({ line, x, y }: { line: Series; x: (index: number) => number; y: (value: number) => number }) {
  const points = line.values.flatMap((value, index) => (value === null ? [] : [{ x: x(index), y: y(value), index }]));
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${point.x.toFixed(1)},${point.y.toFixed(1)}`).join("");
  const first = points[0];
  const last = points.at(-1);
  return (
    <g className={line.paint}>
      {first && last && points.length > 1 && (
        <path d={`${path}L${last.x.toFixed(1)},${y(0)}L${first.x.toFixed(1)},${y(0)}Z`} className="fill-current opacity-8" />
      )}
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" />
      {points.length <= 45 && points.map((point) => <circle key={point.index} cx={point.x} cy={point.y} r="3" className="fill-current stroke-surface" strokeWidth="1.5" />)}
    </g>
  );
}
