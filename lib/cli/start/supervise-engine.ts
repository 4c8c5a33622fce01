import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { type EngineChild, startEngine } from './engine-child.ts';

const BACK_OFF_MS = [200, 1000, 5000] as const;

/** Keeps one engine running: one that was killed or crashed is started again, more slowly each time. */
export async function superviseEngine(
  databaseUrl: string,
  say: (text: string) => void,
): Promise<{ machine: MachineInfo; stop(): Promise<void> }> {
  let current: EngineChild = await startEngine(databaseUrl);
  let stopping = false;
  let restarts = 0;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (engine: EngineChild) =>
    engine.child.process.once('exit', (code, signal) => {
      if (!stopping) restarting = restart(signal ?? `code ${code}`);
    });

  const restart = async (reason: string): Promise<void> => {
    say(`The engine ended (${reason}); starting it again.`);
    await sleep(BACK_OFF_MS[Math.min(restarts++, BACK_OFF_MS.length - 1)]);
    if (stopping) return;
    try {
      current = await startEngine(databaseUrl);
      watch(current);
    } catch (error) {
      if (!stopping) await restart(error instanceof Error ? error.message : String(error));
    }
  };

  watch(current);
  return {
    machine: current.machine,
    async stop() {
      stopping = true;
      // One that is just being started must not outlive the rest.
      await restarting;
      await current.child.stop();
    },
  };
}
