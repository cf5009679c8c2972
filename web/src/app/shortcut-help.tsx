import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { keyGroups } from "@/lib/keymap";
import { setPreferences, usePreferences } from "@/lib/preferences";

export default function ShortcutHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { shortcuts } = usePreferences();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" wide>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {keyGroups.map(({ title, entries }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1.5 text-xs font-medium text-ink-muted">{title}</h3>
            <dl>
              {entries.map(({ keys, does }) => (
                <div key={does} className="flex items-center justify-between gap-4 py-1 text-sm">
                  <dt>{does}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-5 flex items-center justify-between gap-4 border-t border-line pt-4 text-sm">
        <span>
          <span className="font-medium">Single keys</span>
          <span className="block text-xs text-ink-muted">Switch them off where speech input or habits get in their way.</span>
        </span>
        <Switch checked={shortcuts} onCheckedChange={(on) => setPreferences({ shortcuts: on })} aria-label="Single keys" />
      </div>
    </Dialog>
  );
}
