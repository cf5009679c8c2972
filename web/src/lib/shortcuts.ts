import { useEffect, useEffectEvent } from "react";
import { usePreferences } from "./preferences";

const typing = "input, textarea, select, [contenteditable='true'], [role='textbox'], [role='dialog']";

/**
 * Single keys of a screen. They stay silent while a person types, holds a modifier, or has them switched off.
 * `keys` maps KeyboardEvent.key to what it does.
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  const { shortcuts } = usePreferences();
  const act = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(typing)) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!shortcuts) return;
    const listen = (event: KeyboardEvent) => act(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [shortcuts]);
}
