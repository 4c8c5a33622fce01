import { readFileSync } from 'node:fs';
import { statOf } from '../process-stat.ts';

/** Running: there, and no zombie that waits for its parent. */
export const isRunning = (pid: number): boolean => !['Z', undefined].includes(statOf(pid)?.state);

/** The command line of a process, empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
