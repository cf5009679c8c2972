import { Check, ChevronDown } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { cloneElement, useId, type ComponentProps } from "react";
import { cn } from "@/lib/cn";

const control =
  "h-9 w-full min-w-0 rounded-md border border-line-mid bg-surface text-sm text-ink shadow-card transition-colors hover:border-line-strong aria-invalid:border-high";

/** The system's own picker in our looks: on a phone nothing is easier to use. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(control, "appearance-none truncate pr-8 pl-3")} {...props}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-muted"
      />
    </span>
  );
}

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(control, "px-3 placeholder:text-ink-muted", className)} {...props} />;
}

export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(
        "block w-full min-w-0 rounded-md border border-line-mid bg-surface px-3 py-2 text-sm text-ink shadow-card placeholder:text-ink-muted hover:border-line-strong",
        className,
      )}
      {...props}
    />
  );
}

/** A control under its name, with a hint or what is wrong with it below; both are read out with the control. */
export function Field({
  label,
  hint,
  error,
  children,
  className,
}: {
  label: string;
  hint?: React.ReactNode;
  error?: string | null;
  /** The control itself. */
  children: React.ReactElement<{ id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean }>;
  className?: string;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={cn("min-w-0", className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      {cloneElement(children, {
        id,
        ...(error || hint ? { "aria-describedby": noteId } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      {error ? (
        <p id={noteId} role="alert" className="mt-1 text-xs text-high">
          {error}
        </p>
      ) : (
        hint && (
          <p id={noteId} className="mt-1 text-xs text-ink-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** A box to tick with its words beside it. */
export function Checkbox({
  label,
  note,
  checked,
  disabled,
  onChange,
}: {
  label: React.ReactNode;
  note?: React.ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2.5">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(value) => onChange(value === true)}
        className="grid size-6 shrink-0 place-items-center rounded-md disabled:opacity-50 data-[state=checked]:[&>span]:border-accent data-[state=checked]:[&>span]:bg-accent"
      >
        <span className="grid size-4.5 place-items-center rounded-sm border border-line-strong bg-surface">
          <RadixCheckbox.Indicator>
            <Check aria-hidden className="size-3.5 text-accent-ink" strokeWidth={3} />
          </RadixCheckbox.Indicator>
        </span>
      </RadixCheckbox.Root>
      <label htmlFor={id} className="min-w-0 pt-0.5 text-sm">
        {label}
        {note && <span className="block text-xs text-ink-muted">{note}</span>}
      </label>
    </div>
  );
}
