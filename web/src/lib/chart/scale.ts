/** Round steps from 0 to at least `max`: 1, 2 or 5 times a power of ten, about `count` of them. Whole numbers only. */
export function niceTicks(max: number, count = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = Math.max(1, max / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = 0; ; at += step) {
    ticks.push(at);
    if (at >= max) return ticks;
  }
}

/** Indexes of at most `most` of `count` things, evenly spread and ending with the last. */
export function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const step = Math.ceil(count / most);
  const result: number[] = [];
  for (let at = count - 1; at >= 0; at -= step) result.unshift(at);
  return result;
}
