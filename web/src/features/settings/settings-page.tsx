import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleSlash, CircleX, Monitor, Moon, Sun } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, SectionHeading } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { ChoiceGroup } from "@/components/ui/toggle-group";
import { readinessQuery } from "@/lib/api/queries";
import type { Readiness } from "@/lib/api/types";
import { formatBytes } from "@/lib/format";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { setTheme, useThemeChoice, type ThemeChoice } from "@/lib/theme";

const reviewerNames: Record<string, string> = { static: "Static analysis", llm: "Language model" };

export default function SettingsPage() {
  return (
    <div className="mx-auto max-w-3xl space-y-8">
      <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      <section>
        <SectionHeading>This browser</SectionHeading>
        <Card className="mt-2 divide-y divide-line">
          <ThemeSetting />
          <ShortcutSetting />
          <WrapSetting />
        </Card>
      </section>
      <section>
        <SectionHeading>This server</SectionHeading>
        <InForce />
      </section>
    </div>
  );
}

function Row({ name, note, children }: { name: string; note?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3.5">
      <div className="min-w-0">
        <p className="font-medium">{name}</p>
        {note && <div className="text-sm text-ink-muted [overflow-wrap:anywhere]">{note}</div>}
      </div>
      {children}
    </div>
  );
}

function ThemeSetting() {
  const choice = useThemeChoice();
  return (
    <Row name="Theme">
      <ChoiceGroup<ThemeChoice>
        label="Theme"
        value={choice}
        onChange={setTheme}
        choices={[
          { value: "light", label: "Light", icon: <Sun aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
          { value: "system", label: "System", icon: <Monitor aria-hidden /> },
        ]}
      />
    </Row>
  );
}

function ShortcutSetting() {
  const { shortcuts } = usePreferences();
  return (
    <Row name="Single-key shortcuts" note="j and k walk through findings, ? shows all keys.">
      <OnOff label="Single-key shortcuts" value={shortcuts} onChange={(on) => setPreferences({ shortcuts: on })} />
    </Row>
  );
}

function WrapSetting() {
  const { wrapLines } = usePreferences();
  return (
    <Row name="Wrap long lines" note="Off, long lines scroll sideways.">
      <OnOff label="Wrap long lines" value={wrapLines} onChange={(on) => setPreferences({ wrapLines: on })} />
    </Row>
  );
}

function OnOff({ label, value, onChange }: { label: string; value: boolean; onChange: (on: boolean) => void }) {
  return (
    <ChoiceGroup
      label={label}
      value={value ? "on" : "off"}
      onChange={(next) => onChange(next === "on")}
      choices={[
        { value: "on", label: "On" },
        { value: "off", label: "Off" },
      ]}
    />
  );
}

function InForce() {
  const { data, error, isPending, refetch } = useQuery(readinessQuery());
  if (isPending) return <Skeleton className="mt-2 h-56" />;
  if (!data) {
    return (
      <Card className="mt-2">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    );
  }
  return (
    <>
      <Card className="mt-2 divide-y divide-line">
        {data.reviewers.map((reviewer) => (
          <ReviewerRow key={reviewer.name} reviewer={reviewer} />
        ))}
        <Row name="Limits">
          <p className="text-sm text-ink-soft tabular-nums">
            {formatBytes(data.limits.max_code_bytes)} of code, {formatBytes(data.limits.max_body_bytes)} per request
          </p>
        </Row>
        {data.checks.map((check) => (
          <Row key={check.name} name={check.name} note={check.detail}>
            <Badge tone={check.ok ? "good" : "high"}>
              {check.ok ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
              {check.ok ? "up" : "down"}
            </Badge>
          </Row>
        ))}
        <Row name="Version">
          <code className="font-mono text-sm text-ink-soft">{data.version}</code>
        </Row>
      </Card>
      <p className="mt-3 text-sm text-ink-muted">
        The server's settings come from its flags, environment and configuration file;{" "}
        <code className="font-mono text-xs">assay config</code> prints them with their origin. The API is described at{" "}
        <a href="/docs" className="font-medium text-accent underline underline-offset-2">
          /docs
        </a>
        .
      </p>
    </>
  );
}

function ReviewerRow({ reviewer }: { reviewer: Readiness["reviewers"][number] }) {
  const note = [reviewer.model, reviewer.detail].filter(Boolean).join(" · ");
  return (
    <Row name={reviewerNames[reviewer.name] ?? reviewer.name} note={note || undefined}>
      <Badge tone={reviewer.enabled ? "good" : "plain"}>
        {reviewer.enabled ? <CircleCheck aria-hidden /> : <CircleSlash aria-hidden />}
        {reviewer.enabled ? "on" : "off"}
      </Badge>
    </Row>
  );
}
