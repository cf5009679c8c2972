import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

/** Something the palette offers while the screen that knows how to do it is open. */
export interface Command {
  id: string;
  name: string;
  keys?: string[];
  run: () => void;
}

const listeners = new Set<() => void>();
let commands: Command[] = [];

function publish(next: Command[]): void {
  commands = next;
  for (const listener of listeners) listener();
}

/** Offers commands as long as the calling component stands; `offered` may change with every render. */
export function useCommands(offered: Command[]): void {
  const run = useEffectEvent((id: string) => offered.find((command) => command.id === id)?.run());
  const current = useEffectEvent(() => offered);
  const shape = offered.map(({ id, name }) => `${id}\n${name}`).join("\n");
  useEffect(() => {
    const mine: Command[] = current().map(({ id, name, keys }) => ({ id, name, keys, run: () => void run(id) }));
    publish([...commands, ...mine]);
    return () => publish(commands.filter((command) => !mine.includes(command)));
  }, [shape]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOfferedCommands = (): Command[] => useSyncExternalStore(subscribe, () => commands);
