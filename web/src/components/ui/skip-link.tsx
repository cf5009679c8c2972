/** Hidden until it has the focus: the first Tab of a page offers the way past what repeats on every screen. */
export function SkipLink({ to, children }: { to: string; children: React.ReactNode }) {
  return (
    <a
      href={`#${to}`}
      className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-sm font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 print:hidden"
    >
      {children}
    </a>
  );
}
