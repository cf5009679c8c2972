// Reads docs/observability as Prometheus and Grafana would. That the metrics exist is checked on a running server
// (tests/fault/on_a_network).
import { readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { parse as parseYaml } from "yaml";

const DURATION = /^(\d+(ms|[smhdwy]))+$/;
const read = (name) => readFileSync(new URL(`../../docs/observability/${name}`, import.meta.url), "utf8");
let passed = 0;
const failures = [];

function check(holds, what) {
  if (holds) passed += 1;
  else failures.push(what);
}

/** Grafana puts these in before Prometheus sees the query. */
function withoutVariables(expr) {
  return expr.replaceAll(/\$__(rate_)?interval\b/g, "5m").replaceAll(/\$__range\b/g, "1h");
}

function isPromql(expr) {
  let errors = 0;
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.type.isError) errors += 1;
    },
  });
  return expr.trim() !== "" && errors === 0;
}

for (const group of parseYaml(read("alerts.yaml")).groups) {
  for (const rule of group.rules) {
    const name = `alerts.yaml, ${rule.alert ?? "a rule without a name"}`;
    check(isPromql(String(rule.expr ?? "")), `${name}: no PromQL: ${rule.expr}`);
    check(rule.for === undefined || DURATION.test(rule.for), `${name}: "for" is no duration: ${rule.for}`);
    check(Boolean(rule.alert && rule.labels?.severity && rule.annotations?.summary),
      `${name}: lacks a name, a severity or a summary`);
    const unknown = Object.keys(rule).filter((key) => !["alert", "expr", "for", "labels", "annotations"].includes(key));
    check(unknown.length === 0, `${name}: unknown ${unknown.join(", ")}`);
  }
}

const targets = JSON.parse(read("grafana-dashboard.json")).panels
  .flatMap((panel) => [panel, ...(panel.panels ?? [])])
  .flatMap((panel) => (panel.targets ?? []).map((target) => [panel.title, target.expr]));
check(targets.length > 0, "grafana-dashboard.json: has no query");
for (const [title, expr] of targets) {
  check(isPromql(withoutVariables(expr ?? "")), `grafana-dashboard.json, ${title}: no PromQL: ${expr}`);
}

// The grammar must be able to say no.
for (const broken of ["sum(rate(x[5m])", "rate(x[5q])", "a >", "x{y=}"]) check(!isPromql(broken), `is read as PromQL: ${broken}`);

for (const failure of failures) console.error(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
