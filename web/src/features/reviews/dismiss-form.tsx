import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";

const common = ["It is not a problem here.", "Known, and accepted as it is.", "Only in tests or examples."];
const longest = 2000;

/** Asks why. A reason helps whoever meets the finding next; it is not demanded. */
export function DismissForm({ onDismiss, onCancel }: { onDismiss: (reason: string | null) => void; onCancel: () => void }) {
  const id = useId();
  const [reason, setReason] = useState("");
  const send = () => onDismiss(reason.trim() || null);
  return (
    <form
      aria-label="Dismiss the finding"
      className="mt-3 rounded-md border border-line bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="block text-sm font-medium">
        Why is it dismissed?
      </label>
      <p id={`${id}-hint`} className="text-xs text-ink-muted">
        Kept with the finding in every review that finds it again.
      </p>
      <TextArea
        id={id}
        aria-describedby={`${id}-hint`}
        // A person has just asked for this.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        rows={2}
        maxLength={longest}
        className="mt-2"
        placeholder="A word for whoever meets it next (optional)"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className="mt-2 flex flex-wrap gap-1.5">
        {common.map((text) => (
          <Button key={text} size="xs" variant="outline" onClick={() => onDismiss(text)}>
            {text}
          </Button>
        ))}
      </div>
      <div className="mt-3 flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit">
          Dismiss
        </Button>
      </div>
    </form>
  );
}
