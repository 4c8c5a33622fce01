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

function sideOf(machine: MachineInfo, side: Side): { available: boolean; engine: string | null } {
  const lines = machine.capabilities.filter((capability) => capability.side === side);
  const running = lines.find((line) => line.id.endsWith('.engine') && line.status === 'ok');
  return {
    available: !lines.some((line) => line.status === 'missing' && line.id.endsWith('.engine')),
    engine: running?.title ?? null,
  };
}
