import { engineCapabilities } from '../execution/engines.ts';
import type { MachineInfo } from '../execution/machine.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';

/** The machine as one run saw it: of the container engines, the limits of the one that the plan asks for. */
export function machineOfRun(machine: MachineInfo, { containerEngine }: ExperimentPlan): MachineInfo {
  const { engines, ...rest } = machine;
  if (engines === undefined) return rest;
  const others = machine.capabilities.filter(({ side }) => side !== 'container');
  return { ...rest, capabilities: [...others, ...engineCapabilities(engines, containerEngine)] };
}
