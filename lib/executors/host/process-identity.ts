import { statOf } from './process-stat.ts';

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot (Linux); null where it cannot be read. */
  startTicks: string | null;
}

const startTicks = (pid: number): string | null => statOf(pid)?.startTicks ?? null;

export function identify(pid: number): ProcessIdentity {
  return { pid, startTicks: startTicks(pid) };
}

export function isAlive(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it is there, but not ours to signal.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return identity.startTicks === null || startTicks(identity.pid) === identity.startTicks;
}
