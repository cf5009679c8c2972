import { Sparkles, TriangleAlert } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import type { Readiness } from "@/lib/api/types";

/** Says kindly who will look at the code, when that is less than it could be. */
export function ReviewerNote({ readiness }: { readiness: Readiness }) {
  const enabled = readiness.reviewers.filter((reviewer) => reviewer.enabled).map((reviewer) => reviewer.name);
  const broken = readiness.checks.filter((check) => !check.ok);
  if (!readiness.ok && broken.length > 0) {
    return (
      <Notice icon={TriangleAlert} tone="med" role="status">
        <span className="font-medium">Not everything is up.</span>{" "}
        {broken.map((check) => (check.detail ? `${check.name}: ${check.detail}` : check.name)).join("; ")}. Submissions
        are accepted when it is back.
      </Notice>
    );
  }
  if (enabled.includes("llm") || !enabled.includes("static")) return null;
  return (
    <Notice icon={Sparkles} role="note">
      <span className="font-medium text-ink">Static analysis reviews your code; nothing leaves this machine.</span> To
      add a language model, start Assay with <code className="font-mono text-xs">OPENAI_API_KEY</code>,{" "}
      <code className="font-mono text-xs">ANTHROPIC_API_KEY</code> or <code className="font-mono text-xs">GEMINI_API_KEY</code> set, or with{" "}
      <code className="font-mono text-xs">OPENAI_BASE_URL</code> for a model of your own.
    </Notice>
  );
}
