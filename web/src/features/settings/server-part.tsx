import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleSlash, CircleX } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, SectionHeading } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { readinessQuery, settingsQuery } from "@/lib/api/queries";
import type { Readiness, Settings } from "@/lib/api/types";
import { formatBytes, formatDuration, formatNumber } from "@/lib/format";
import { reviewerName } from "@/lib/rubric";
import { visible } from "@/lib/visible";
import { Row } from "./row";

/** What is in force on the server. To read only: the server is set up where it runs. */
export function ServerPart() {
  const readiness = useQuery(readinessQuery());
  const settings = useQuery(settingsQuery());
  return (
    <div className="space-y-6">
      {settings.isPending ? (
        <Skeleton className="h-56" />
      ) : settings.isError ? (
        <Card>
          <ErrorState error={settings.error} onRetry={() => void settings.refetch()} compact />
        </Card>
      ) : (
        <InForce settings={settings.data} />
      )}
      {readiness.data && <Health readiness={readiness.data} />}
      <p className="text-sm text-ink-muted">
        The server’s settings come from its flags, environment and configuration file;{" "}
        <code className="font-mono text-xs">assay config</code> prints them with their origin. The API is described at{" "}
        <a href="/docs" className="font-medium text-accent underline underline-offset-2">
          /docs
        </a>
        .
      </p>
    </div>
  );
}

function OnOff({ on }: { on: boolean }) {
  return (
    <Badge tone={on ? "good" : "plain"}>
      {on ? <CircleCheck aria-hidden /> : <CircleSlash aria-hidden />}
      {on ? "on" : "off"}
    </Badge>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <SectionHeading>{title}</SectionHeading>
      <Card className="mt-2 divide-y divide-line">{children}</Card>
    </section>
  );
}

const joined = (...texts: (string | null | undefined | false)[]): string => visible(texts.filter(Boolean).join(" · "));

function InForce({ settings }: { settings: Settings }) {
  const { limits, cache, retention } = settings;
  return (
    <>
      <Part title="Reviewers">
        {settings.reviewers.map((reviewer) => (
          <Row key={reviewer.name} name={reviewerName(reviewer.name)} note={joined(reviewer.model, reviewer.detail)}>
            <OnOff on={reviewer.enabled} />
          </Row>
        ))}
      </Part>
      {settings.providers.length > 0 && (
        <Part title="Providers, in the order they are tried">
          {settings.providers.map((provider) => (
            <Row
              key={`${provider.name}-${provider.model}`}
              name={
                <>
                  {visible(provider.name)} <span className="font-normal text-ink-muted">{visible(provider.model)}</span>
                </>
              }
              note={joined(provider.origin, provider.kind, price(provider), provider.detail)}
            >
              <OnOff on={provider.enabled} />
            </Row>
          ))}
        </Part>
      )}
      {settings.linters.length > 0 && (
        <Part title="Linters found on the machine">
          {settings.linters.map((linter) => (
            <Row key={linter.name} name={linter.name} note={joined(linter.version, linter.detail)}>
              <OnOff on={linter.enabled} />
            </Row>
          ))}
        </Part>
      )}
      <Part title="Limits">
        <Row name="Submission" note={`${formatNumber(limits.max_files)} files, ${formatBytes(limits.max_code_bytes)} of code, ${formatBytes(limits.max_body_bytes)} in a request.`} />
        {settings.rate_limits.length === 0 && <Row name="Rate" note="Not limited for you." />}
        {settings.rate_limits.map(({ name, quota, period_seconds }) => (
          <Row key={name} name={`Rate: ${name}`} note={`${formatNumber(quota)} in ${periodInWords(period_seconds)}.`} />
        ))}
        <Row name="Cache" note={cache.enabled ? `Equal code is not reviewed again for ${days(cache.ttl_seconds)}.` : "Every submission is reviewed anew."}>
          <OnOff on={cache.enabled} />
        </Row>
        <Row name="Kept" note={retention.reviews_days === null ? "Reviews are kept until they are deleted." : `Reviews are deleted after ${formatNumber(retention.reviews_days)} days.`} />
      </Part>
      <Part title="Version">
        <Row name={`Assay ${visible(settings.version)}`} note={joined(settings.build, settings.mode === "embedded" ? "embedded database" : "Redis and MongoDB")} />
      </Part>
    </>
  );
}

const periodInWords = (seconds: number): string =>
  ({ 60: "a minute", 3600: "an hour", 86_400: "a day" })[seconds] ?? formatDuration(seconds * 1000);

const days = (seconds: number): string => {
  const count = Math.round(seconds / 86_400);
  return count >= 1 ? `about ${formatNumber(count)} ${count === 1 ? "day" : "days"}` : formatDuration(seconds * 1000);
};

function price({ input_usd_per_million, output_usd_per_million }: Settings["providers"][number]): string {
  if (input_usd_per_million === null || output_usd_per_million === null) return "price not known";
  return `$${input_usd_per_million} in, $${output_usd_per_million} out per million tokens`;
}

const checkNames: Record<string, string> = {
  store: "Database",
  disk: "Disk",
  queue: "Queue",
  events: "Events",
  accepting: "Accepts submissions",
  sandbox: "Sandbox of the analyzer",
  linters: "Linters",
};

function Health({ readiness }: { readiness: Readiness }) {
  return (
    <Part title="Health">
      {readiness.checks.map((check) => (
        <Row key={check.name} name={checkNames[check.name] ?? check.name} note={visible(check.detail)}>
          <Badge tone={check.ok ? "good" : "high"}>
            {check.ok ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
            {check.ok ? "up" : "down"}
          </Badge>
        </Row>
      ))}
    </Part>
  );
}
