import { readFileSync } from 'node:fs';

/** What /proc/<pid>/stat says of a process (proc(5)). */
export interface ProcessStat {
  /** One letter: `R` runs, `S` sleeps, `Z` has ended and waits for its parent. */
  state: string;
  parent: number;
  /** Start in clock ticks since boot: with the pid it names one process for good. */
  startTicks: string;
}

/** Null when there is no such process or no /proc. */
export function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the fields after it are counted from the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, parent, startTicks] = [fields[0], fields[1], fields[19]];
    if (state === undefined || parent === undefined || startTicks === undefined) return null;
    return { state, parent: Number(parent), startTicks };
  } catch {
    return null;
  }
}
