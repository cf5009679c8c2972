import { cn } from "@/lib/cn";
import { visible } from "@/lib/visible";

/** A path on one line. Where it is too long its folders give way first: the name says what it is. */
export function PathText({ path, className }: { path: string; className?: string }) {
  const shown = visible(path);
  const cut = shown.lastIndexOf("/");
  if (cut < 1) {
    return (
      <bdi className={cn("block min-w-0 truncate", className)} title={shown}>
        {shown}
      </bdi>
    );
  }
  return (
    <span className={cn("block min-w-0", className)} title={shown}>
      {/* Read out as one, as two boxes would be two words. */}
      <span className="sr-only">{shown}</span>
      <span aria-hidden className="flex min-w-0">
        <bdi dir="ltr" className="min-w-[1.5em] shrink-[1000] truncate">
          {shown.slice(0, cut)}
        </bdi>
        <bdi dir="ltr" className="min-w-0 truncate">
          {shown.slice(cut)}
        </bdi>
      </span>
    </span>
  );
}
