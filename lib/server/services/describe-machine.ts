import { ENGINE_IDS } from '#lib/domain/execution/engines.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { MachineView } from '#lib/domain/live/api.ts';
import type { MachineInfo } from '#lib/domain/report/report.ts';
import { latestEngine } from '../repositories/engines.ts';
import { found } from './not-found.ts';

/** What the engine's machine can do, as the engine itself found out at its start. */
export async function describeMachine(): Promise<MachineView> {
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
