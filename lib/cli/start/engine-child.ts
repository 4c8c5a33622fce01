import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { type Child, firstMessage, startChild } from './child.ts';

export interface EngineChild {
  child: Child;
  machine: MachineInfo;
}

/** Starts the engine process and waits until it takes jobs. */
export async function startEngine(databaseUrl: string): Promise<EngineChild> {
  const child = startChild('lib/engine/main.ts', { DATABASE_URL: databaseUrl });
  const machine = await firstMessage(child, (message) =>
    'ready' in message && 'machine' in message ? (message.machine as MachineInfo) : undefined,
  );
  return { child, machine };
}
