import { Monitor, Moon, Sun } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { ChoiceGroup } from "@/components/ui/toggle-group";
import { keyGroups } from "@/lib/keymap";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { setTheme, useThemeChoice, type ThemeChoice } from "@/lib/theme";
import { Row } from "./row";

/** What is kept in this browser only. */
export function BrowserPart() {
  const { shortcuts, wrapLines } = usePreferences();
  const theme = useThemeChoice();
  return (
    <div className="space-y-6">
      <Card className="divide-y divide-line">
        <Row name="Theme" note="The system’s follows the device, by day and by night.">
          <ChoiceGroup<ThemeChoice>
            label="Theme"
            value={theme}
            onChange={setTheme}
            choices={[
              { value: "light", label: "Light", icon: <Sun aria-hidden /> },
              { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
              { value: "system", label: "System", icon: <Monitor aria-hidden /> },
            ]}
          />
        </Row>
        <Row name="Wrap long lines" note="Off, long lines of code scroll sideways.">
          <Switch aria-label="Wrap long lines" checked={wrapLines} onCheckedChange={(on) => setPreferences({ wrapLines: on })} />
        </Row>
        <Row name="Single-key shortcuts" note="Off where speech input or habits get in their way. Keys with Ctrl always work.">
          <Switch aria-label="Single-key shortcuts" checked={shortcuts} onCheckedChange={(on) => setPreferences({ shortcuts: on })} />
        </Row>
      </Card>
      <section aria-labelledby="keys-heading">
        <h2 id="keys-heading" className="text-sm font-semibold">
          Keys
        </h2>
        <Card className="mt-2 grid gap-x-10 gap-y-5 p-4 sm:grid-cols-2">
          {keyGroups.map(({ title, entries }) => (
            <div key={title}>
              <h3 className="mb-1 text-xs font-medium text-ink-muted">{title}</h3>
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
            </div>
          ))}
        </Card>
      </section>
    </div>
  );
}
