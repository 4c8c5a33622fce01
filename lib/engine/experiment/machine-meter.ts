import { readFileSync } from 'node:fs';
import type { MachineLoad } from '#lib/domain/report/measurement.ts';
import type { Ms } from '#lib/domain/units.ts';

/** Counters since the machine started; null where the system does not have them. */
export interface MachineCounters {
  /** Processor time of all processors together: all of it, what was used, what the hypervisor gave to others. */
  cpu: { total: Ms; busy: Ms; steal: Ms } | null;
  /** Time in which some task waited for a processor. */
  waiting: Ms | null;
}

/** Linux counts in hundredths of a second for user space, whatever the kernel's own clock (USER_HZ). */
const TICK_MS = 10;

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal guest guest_nice (proc(5)). */
export function parseStat(text: string): MachineCounters['cpu'] {
  const numbers = /^cpu +(.*)$/m.exec(text)?.[1]?.trim().split(/ +/).map(Number) ?? [];
  if (numbers.length < 8 || numbers.some((one) => !Number.isFinite(one))) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = numbers;
  // Guest time is in user time already.
  const busy = user + nice + system + irq + softirq;
  return { total: (busy + idle + iowait + steal) * TICK_MS, busy: busy * TICK_MS, steal: steal * TICK_MS };
}

/** "some avg10=… total=<µs>" of /proc/pressure/cpu (kernel documentation, accounting/psi). */
export function parsePressure(text: string): Ms | null {
  const micros = /^some .*total=(\d+)/m.exec(text)?.[1];
  return micros === undefined ? null : Number(micros) / 1000;
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

export const readMachine = (): MachineCounters => ({
  cpu: parseStat(textOf('/proc/stat')),
  waiting: parsePressure(textOf('/proc/pressure/cpu')),
});

/** CPU time of the engine process itself. */
const ownCpu = (): Ms => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

/** What else happened between two readings that lie `length` apart; `own` is what the run itself used, if that is known. */
export function loadBetween(
  before: MachineCounters,
  after: MachineCounters,
  { length, own }: { length: Ms; own: Ms | null },
): MachineLoad {
  const total = (after.cpu?.total ?? 0) - (before.cpu?.total ?? 0);
  const known = before.cpu !== null && after.cpu !== null && total > 0;
  const busy = (after.cpu?.busy ?? 0) - (before.cpu?.busy ?? 0);
  const steal = (after.cpu?.steal ?? 0) - (before.cpu?.steal ?? 0);
  const waited = before.waiting === null || after.waiting === null ? null : after.waiting - before.waiting;
  return {
    steal: known ? share(steal, total) : null,
    others: known && own !== null ? share(busy - own, total) : null,
    waiting: waited === null || length <= 0 ? null : share(waited, length),
  };
}

/** Watches the machine from now on; what it returns tells what has happened since, given what all candidates used. */
export function watchMachine(now: () => Ms): (used: Ms | null) => MachineLoad {
  const [since, before, own] = [now(), readMachine(), ownCpu()];
  return (used) =>
    loadBetween(before, readMachine(), {
      length: now() - since,
      own: used === null ? null : used + ownCpu() - own,
    });
}
