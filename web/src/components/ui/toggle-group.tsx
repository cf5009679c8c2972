import { ToggleGroup as Radix } from "radix-ui";

export interface Choice<T extends string> {
  value: T;
  label: string;
  icon?: React.ReactNode;
}

/** A few choices of which exactly one holds. */
export function ChoiceGroup<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: Choice<T>[];
  onChange: (value: T) => void;
}) {
  return (
    <Radix.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5"
    >
      {choices.map((choice) => (
        <Radix.Item
          key={choice.value}
          value={choice.value}
          className="inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-xs font-medium text-ink-muted hover:text-ink data-[state=on]:bg-picked data-[state=on]:text-ink data-[state=on]:shadow-card [&_svg]:size-3.5"
        >
          {choice.icon}
          {choice.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}

const chip =
  "inline-flex h-7 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-xs font-medium text-ink-soft hover:bg-hover data-[state=on]:border-accent data-[state=on]:bg-accent-soft data-[state=on]:text-ink";

/** Choices of which any number holds; none means all. */
export function FilterChips<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T[];
  choices: Choice<T>[];
  onChange: (value: T[]) => void;
}) {
  return (
    <Radix.Root
      type="multiple"
      value={value}
      aria-label={label}
      onValueChange={(next) => onChange(choices.map((choice) => choice.value).filter((item) => next.includes(item)))}
      className="flex flex-wrap gap-1.5"
    >
      {choices.map((choice) => (
        <Radix.Item key={choice.value} value={choice.value} className={chip}>
          {choice.icon}
          {choice.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
