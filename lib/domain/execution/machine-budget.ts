import type { Problem } from '../errors.ts';
import type { Bytes, MiB } from '../units.ts';

const MIB: Bytes = 1024 * 1024;
/** Of the machine's memory, for the engine, the pages, the database and everything else that runs … */
const RESERVED_SHARE = 0.25;
/** … but no less than they need at rest, and no more than they need under load. */
const RESERVED_LEAST: Bytes = 512 * MIB;
const RESERVED_MOST: Bytes = 2048 * MIB;
/** Memory that has to stay free after a start: a machine below it is about to end programs. */
const FREE_SHARE = 1 / 8;
/** A sandbox that has not answered yet is expected to need so much of what it may use; then its real use counts. */
export const PROMISED_SHARE = 1 / 8;
/** Of the processes and threads that the kernel allows, for all sandboxes together. */
const PROCESS_SHARE = 0.75;
/** Processes and threads that a start needs at least; Node alone has about a dozen. */
const PROCESSES_OF_ONE = 32;

/** Memory that stays for everything that is no sandbox. */
export const reservedOf = (total: Bytes): Bytes =>
  Math.min(
    Math.min(RESERVED_MOST, Math.max(RESERVED_LEAST, total * RESERVED_SHARE)),
    // A tiny machine cannot keep half a GiB back.
    total * (1 - RESERVED_SHARE),
  );

/** Memory that all sandboxes of both sides may use together, in whole pages. */
export const memoryBudgetOf = (total: Bytes): Bytes => Math.floor((total - reservedOf(total)) / 4096) * 4096;

export const processBudgetOf = (allowed: number): number => Math.floor(allowed * PROCESS_SHARE);

/** The machine at one moment, as far as it tells. */
export interface MachineState {
  /** Memory of the machine, or of the group that Crossover itself is held in when that is less. */
  total: Bytes;
  /** That can be had without ending anything; null where the machine does not tell. */
  available: Bytes | null;
  /** That the sandboxes hold and the kernel cannot take back; null where no group counts it. */
  used: Bytes | null;
  /** Expected of sandboxes that have not answered yet. */
  promised: Bytes;
  processes: { used: number; budget: number } | null;
}

/** Of the budget; above it the kernel has next to nothing left to take back. */
const FULL_SHARE = 0.95;

/** Whether sandboxes hold so much that none of them gets on. */
export const isNearlyFull = (used: Bytes | null, budget: Bytes): boolean =>
  used !== null && used > budget * FULL_SHARE;

/** Bytes that can still be promised; negative when sandboxes hold so much that a new one would be ended at once. */
export function memoryRoom({ total, available, used, promised }: MachineState): Bytes {
  const ofBudget = memoryBudgetOf(total) * FULL_SHARE - (used ?? 0);
  const ofMachine = available === null ? ofBudget : available - reservedOf(total) * FREE_SHARE;
  return Math.min(ofBudget, ofMachine) - promised;
}

export type Shortage = 'machine-memory' | 'machine-processes';

/** The resource that the machine lacks for one more sandbox that may use so much; null when it fits. */
export function shortageFor(memory: MiB, state: MachineState): Shortage | null {
  const { processes } = state;
  if (processes !== null && processes.used + PROCESSES_OF_ONE > processes.budget) return 'machine-processes';
  return memory * MIB * PROMISED_SHARE > memoryRoom(state) ? 'machine-memory' : null;
}

/** Whether a sandbox that may use so much fits when so many bytes that others hold have become free. */
export function fitsAfter(memory: MiB, state: MachineState, freed: Bytes): boolean {
  const { available, used } = state;
  const after = {
    available: available === null ? null : available + freed,
    used: used === null ? null : Math.max(0, used - freed),
  };
  return memory * MIB * PROMISED_SHARE <= memoryRoom({ ...state, ...after });
}

const mib = (bytes: Bytes): string => `${Math.floor(bytes / MIB).toLocaleString('en-US')} MiB`;

/** Why no further sandbox is started. */
export function refusalOf(shortage: Shortage, state: MachineState): Problem {
  const { total, available, processes } = state;
  const remedy =
    'Send the request again when others have ended, lower the concurrency, or use a larger machine.';
  if (shortage === 'machine-processes') {
    const budget = processes?.budget.toLocaleString('en-US') ?? 'so many';
    const message = `This machine has no room for another sandbox: together they may have ${budget} processes and threads.`;
    return { code: shortage, owner: 'yours', message, remedy };
  }
  const free = available === null ? '' : `, and ${mib(available)} are free`;
  const message = `This machine has no memory for another sandbox: together they may use ${mib(memoryBudgetOf(total))}${free}.`;
  return { code: shortage, owner: 'yours', message, remedy };
}

/** The machine took the memory of a sandbox that was within its own limit. */
export const endedByShortage = (limit: MiB): Problem => ({
  code: 'machine-memory',
  owner: 'yours',
  message: `This machine ran short of memory and ended the sandbox, which was within its own ${limit} MiB.`,
  remedy: 'Send the request again, lower the concurrency, or use a larger machine.',
});

/** True of a request that the machine had no room for: it counts as throttled. */
export const isShortage = (code: string): boolean =>
  code === 'machine-memory' || code === 'machine-processes';
