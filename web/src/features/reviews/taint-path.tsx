import { Prose } from "@/components/ui/prose";
import type { TraceStep } from "@/lib/api/types";
import { useReviewActions } from "./review-context";

/** The way a value takes from where it comes in to where it does harm. Each step leads to its line. */
export function TaintPath({ steps, path }: { steps: TraceStep[]; path: string }) {
  const { goTo } = useReviewActions();
  return (
    <div className="mt-3">
      <h4 className="text-xs font-medium text-ink-soft">How the value gets there</h4>
      <ol className="mt-1">
        {steps.map((step, index) => (
          <li key={index} className="relative pl-5">
            {index < steps.length - 1 && <span aria-hidden className="absolute top-4 bottom-[-0.5rem] left-[0.28rem] w-px bg-line-mid" />}
            <span
              aria-hidden
              className={`absolute top-2 left-0 size-2.5 rounded-full border-2 ${index === steps.length - 1 ? "border-high bg-high" : "border-line-strong bg-surface"}`}
            />
            <button
              type="button"
              onClick={() => goTo({ path: step.path || path, line: step.line })}
              className="inline-flex min-h-6 flex-wrap items-baseline gap-x-2 rounded-sm text-left text-sm text-ink-soft hover:text-ink hover:underline"
            >
              <span className="font-mono text-xs whitespace-nowrap text-accent">
                {step.path && step.path !== path ? `${step.path}:${step.line}` : `line ${step.line}`}
              </span>
              <span>
                <Prose text={step.note} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
