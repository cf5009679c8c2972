import { cn } from "@/lib/cn";
import { visible } from "@/lib/visible";

/** A path on one line. Where it is too long it loses its beginning: its end says what it is. */
export function PathText({ path, className }: { path: string; className?: string }) {
  return (
    <span className={cn("block min-w-0 truncate text-left", className)} dir="rtl" title={visible(path)}>
      <bdi dir="ltr">{visible(path)}</bdi>
    </span>
  );
}
