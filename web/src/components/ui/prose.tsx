import { visible } from "@/lib/visible";

/**
 * Plain text in which `backticks` mark code. Nothing else is read out of it: what looks like markup stays text.
 * With `holes`, {names} in braces stand for what differs from one finding to the next.
 */
export function Prose({ text, holes = false }: { text: string; holes?: boolean }) {
  return visible(text).split(/(`[^`\n]+`)/g).map((part, index) =>
    part.length > 2 && part.startsWith("`") && part.endsWith("`") ? (
      <code key={index} className="rounded-sm bg-hover px-1 py-px font-mono text-[0.92em] text-ink">
        <Plain text={part.slice(1, -1)} holes={holes} />
      </code>
    ) : (
      <Plain key={index} text={part} holes={holes} />
    ),
  );
}

function Plain({ text, holes }: { text: string; holes: boolean }) {
  if (!holes) return text;
  return text.split(/\{(\w+)\}/g).map((part, index) =>
    index % 2 === 1 ? (
      <var key={index} className="font-normal text-ink-muted italic">
        {part}
      </var>
    ) : (
      part
    ),
  );
}
