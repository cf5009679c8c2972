import { visible } from "@/lib/visible";

/** Plain text in which `backticks` mark code. Nothing else is read out of it: what looks like markup stays text. */
export function Prose({ text }: { text: string }) {
  return visible(text).split(/(`[^`\n]+`)/g).map((part, index) =>
    part.length > 2 && part.startsWith("`") && part.endsWith("`") ? (
      <code key={index} className="rounded-sm bg-hover px-1 py-px font-mono text-[0.92em] text-ink">
        {part.slice(1, -1)}
      </code>
    ) : (
      part
    ),
  );
}
