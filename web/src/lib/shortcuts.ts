import { useEffect, useEffectEvent } from "react";
import type { SingleKey } from "./keymap";
import { usePreferences } from "./preferences";

const typing =
  "input, textarea, select, [contenteditable='true'], [role='textbox'], [role='dialog'], [role='menu'], [role='combobox']";

/**
 * Single keys of a screen. They stay silent while a person types, holds a modifier, has a window or menu open, or has
 * them switched off. Of two screens' handlers for one key the one that was set up last acts.
 */
export function useShortcuts(keys: Partial<Record<SingleKey, () => void>>): void {
  const { shortcuts } = usePreferences();
  const act = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(typing)) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key as SingleKey] : undefined;
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

/** j and k walk through the links of a list, o follows the one that has the focus. `rows` is a selector. */
export function useRowKeys(rows: string): void {
  const step = (by: 1 | -1) => {
    const links = [...document.querySelectorAll<HTMLElement>(rows)];
    const at = links.findIndex((link) => link === document.activeElement);
    const next = at < 0 ? links[by > 0 ? 0 : links.length - 1] : links[at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    o: () => {
      if (document.activeElement instanceof HTMLElement && document.activeElement.matches(rows)) document.activeElement.click();
    },
  });
}
