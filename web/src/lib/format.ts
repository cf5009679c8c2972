const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const number = new Intl.NumberFormat("en");
const money = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const cents = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumFractionDigits: 4 });
const partsOfCents = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumSignificantDigits: 2 });
const leastShown = 0.000001;

export const formatNumber = (value: number): string => number.format(value);

/** Small sums with the parts of a cent that a review costs, larger ones without; what costs anything is never "$0.00". */
export function formatMoney(usd: number): string {
  if (usd <= 0 || usd >= 0.01) return (usd < 1 ? cents : money).format(usd);
  return usd < leastShown ? "<$0.000001" : partsOfCents.format(usd);
}

export const formatDateTime = (iso: string): string => dateTime.format(new Date(iso));

/** "just now", "12 min ago", "today 14:03", else the date and time. */
export function formatWhen(iso: string, now: number): string {
  const then = new Date(iso).getTime();
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (new Date(now).toDateString() === new Date(then).toDateString()) return `today ${clock.format(then)}`;
  return dateTime.format(then);
}

/** Milliseconds as a person says them: "0.4 ms", "85 ms", "3.2 s", "2 min 05 s", "1 h 02 min". */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
}

/** Elapsed time that ticks once a second without the width jumping about. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${trim(bytes / 1024)} KiB`;
  return `${trim(bytes / (1024 * 1024))} MiB`;
}

const trim = (value: number) => String(Number(value.toFixed(1)));

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

export const lineRange = (start: number, end: number): string =>
  start === end ? `line ${start}` : `lines ${start}–${end}`;
