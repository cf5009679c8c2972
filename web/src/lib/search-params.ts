// Readers of what stands in an address. They belong to what every screen loads first, so they know patterns, not lists.

/** A language's id by its looks; the server decides whether there is one of that name. */
export const languageParam = (value: unknown): string | undefined =>
  typeof value === "string" && /^[a-z]{1,20}$/.test(value) ? value : undefined;

/** An ISO date of a day that exists. */
export function dayParam(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value) ? value : undefined;
}

export const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined => known.find((item) => item === value);

/** Text of bounded length; a number too, which is what an id or word of digits is read as. */
export function textParam(value: unknown, longest: number): string | undefined {
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  return text.trim() === "" ? undefined : text.slice(0, longest);
}
