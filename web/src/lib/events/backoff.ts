/**
 * Milliseconds to wait before try number `attempt` (0 = first): doubling from half a second to half a minute, with
 * the upper half of it random, so that the tabs of a whole office do not return at the same instant.
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(30_000, 500 * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
