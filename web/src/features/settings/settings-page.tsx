import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { KeyRound, ListChecks, MonitorCog, Server } from "lucide-react";
import { PageHeading } from "@/components/ui/card";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { AccessPart } from "./access-part";
import { BrowserPart } from "./browser-part";
import { RulesPart } from "./rules-part";
import type { SettingsPart } from "./search";
import { ServerPart } from "./server-part";

const route = getRouteApi("/settings");

const parts: { id: SettingsPart; name: string; icon: typeof Server; Part: () => React.ReactNode }[] = [
  { id: "browser", name: "This browser", icon: MonitorCog, Part: BrowserPart },
  { id: "access", name: "Keys", icon: KeyRound, Part: AccessPart },
  { id: "server", name: "Server", icon: Server, Part: ServerPart },
  { id: "rules", name: "Rules", icon: ListChecks, Part: RulesPart },
];

export default function SettingsPage() {
  const { part = "browser" } = route.useSearch();
  const navigate = useNavigate({ from: "/settings" });
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <PageHeading title="Settings" />
      <Tabs
        value={part}
        onValueChange={(value) => void navigate({ search: { part: value === "browser" ? undefined : (value as SettingsPart) }, replace: true })}
      >
        <TabList aria-label="Parts of the settings">
          {parts.map(({ id, name, icon: Icon }) => (
            <Tab key={id} value={id}>
              <Icon aria-hidden className="max-sm:hidden" />
              {name}
            </Tab>
          ))}
        </TabList>
        {parts.map(({ id, Part }) => (
          <TabPanel key={id} value={id} className="pt-5">
            <Part />
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
