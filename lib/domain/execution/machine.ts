import type { Capability } from './capability.ts';
import type { EngineInfo } from './engines.ts';

/** The machine a run was measured on. */
export interface MachineInfo {
  os: string;
  kernel: string;
  arch: string;
  cpuModel: string;
  cpus: number;
  memoryMiB: number;
  node: string;
  /** Version of the machine's Python 3; null: there is none, or an earlier report does not say. */
  python: string | null;
  crossover: string;
  capabilities: readonly Capability[];
  /** Container engines as they were found; a report keeps the lines of the one that ran. */
  engines?: readonly EngineInfo[];
}
