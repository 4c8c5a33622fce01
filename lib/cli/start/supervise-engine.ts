import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { endOf } from './child.ts';
import { startEngine } from './engine-child.ts';
import { keepRunning } from './keep-running.ts';

/** Keeps one engine running. */
export async function superviseEngine(
  databaseUrl: string,
  say: (text: string) => void,
): Promise<{ machine: MachineInfo; stop(): Promise<void> }> {
  const { first, stop } = await keepRunning(
    {
      name: 'The engine',
      start: () => startEngine(databaseUrl),
      ended: ({ child }) => endOf(child),
      stop: ({ child }) => child.stop(),
    },
    say,
  );
  return { machine: first.machine, stop };
}
