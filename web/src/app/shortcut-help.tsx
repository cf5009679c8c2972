import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const groups: { title: string; keys: [keys: string[], does: string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      [["n"], "New review"],
      [["h"], "History"],
      [["?"], "This help"],
    ],
  },
  {
    title: "Editor",
    keys: [
      [["Ctrl", "Enter"], "Review the code"],
      [["Esc", "Tab"], "Leave the editor"],
    ],
  },
  {
    title: "Review",
    keys: [
      [["j"], "Next finding"],
      [["k"], "Previous finding"],
    ],
  },
];

export default function ShortcutHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      description="Single keys can be switched off in Settings."
    >
      <div className="space-y-4">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-1 text-xs font-medium text-ink-muted">{title}</h3>
            <dl>
              {keys.map(([combination, does]) => (
                <div key={does} className="flex items-center justify-between py-1 text-sm">
                  <dt>{does}</dt>
                  <dd className="flex gap-1">
                    {combination.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
