import { readdirSync, readFileSync } from 'node:fs';

/** The fields of /proc/<pid>/stat after the name, which may hold anything: state, parent, ... */
function stat(pid: number | string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // It ended meanwhile.
  }
}

/** Processes below `pid`, by their parents in /proc. */
export function descendants(pid: number): number[] {
  const all = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const parents = new Map(all.map((name) => [Number(name), Number(stat(name)[1] ?? -1)]));
  const children = (of: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === of ? [child, ...children(child)] : []));
  return children(pid);
}

/** Running: there, and no zombie that waits for its parent. */
export const isRunning = (pid: number): boolean => !['Z', undefined].includes(stat(pid)[0]);

/** The command line of a process, empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
