import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "@/lib/copy-text";
import { Button } from "./button";

/** Copies `text` and says so. */
export function CopyButton({
  text,
  label,
  size = "sm",
  variant = "ghost",
}: {
  text: string;
  label: string;
  size?: "xs" | "sm" | "md";
  variant?: "ghost" | "outline" | "primary";
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => setState((await copyText(text)) ? "copied" : "failed");
  return (
    <Button variant={variant} size={size} onClick={() => void copy()}>
      {state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{state === "copied" ? "Copied" : state === "failed" ? "Could not copy" : label}</span>
    </Button>
  );
}
