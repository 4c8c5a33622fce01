import { ENGINE_IDS } from '#lib/domain/execution/engines.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import type { MachineView } from '#lib/domain/live/api.ts';
import type { Ms } from '#lib/domain/units.ts';
import { askEngines, latestEngine } from '../repositories/engines.ts';
import { found } from './not-found.ts';

/** Pages that are open at the same time make the engines look once. */
const LOOK_EVERY: Ms = 2_000;
const shared = globalThis as typeof globalThis & { crossoverLooked?: Ms };

/** Nobody waits for it: what they find is there for the next who asks. */
function lookAnew(): void {
  const now = performance.now();
  if (now - (shared.crossoverLooked ?? Number.NEGATIVE_INFINITY) < LOOK_EVERY) return;
  shared.crossoverLooked = now;
  askEngines().catch(() => {
    delete shared.crossoverLooked;
  });
}

/**
 * What the engine's machine can do, as the engine itself found out: at its start, and since then whenever somebody
 * asked here. The answer is what is known now; the engine looks anew meanwhile.
 */
export async function describeMachine(): Promise<MachineView> {
  lookAnew();
  const engine = found(await latestEngine(), 'engine');
  return {
    machine: engine.machine,
    capabilities: [...engine.machine.capabilities],
    engineAlive: engine.alive,
    sides: Object.fromEntries(
      SIDES.map((side) => [side, sideOf(engine.machine, side)]),
    ) as MachineView['sides'],
  };
}

/** A side can run when none of its lines is missing; its engine is the line that says what starts the processes. */
function sideOf(machine: MachineInfo, side: Side): { available: boolean; engine: string | null } {
  const lines = machine.capabilities.filter((capability) => capability.side === side);
  const engine = lines.find(({ id, status }) => ENGINE_LINES.includes(id) && status === 'ok');
  return { available: !lines.some(({ status }) => status === 'missing'), engine: engine?.title ?? null };
}

const ENGINE_LINES = ['bubblewrap', ...ENGINE_IDS.map((id) => `engine-${id}`)];
