import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '#lib/domain/units.ts';
import type { MemoryGroup } from './memory.ts';

/** Whose want of memory it was that the kernel killed for. */
export type KilledFor = 'own-limit' | 'machine';

const EVENTS = { 1: 'memory.oom_control', 2: 'memory.events' } as const;
/** The kernel charges by the huge page, so a group is full with less than that below its limit. */
const HUGE_PAGE: Bytes = 2 * 1024 * 1024;

function numberIn(path: string, pattern = /^(\d+)/): number | null {
  try {
    const found = pattern.exec(readFileSync(path, 'utf8'))?.[1];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}

/** How often the kernel killed in this group for want of memory; null when it does not count there. */
export const killsIn = ({ version, directory }: MemoryGroup): number | null =>
  numberIn(join(directory, EVENTS[version]), /^oom_kill (\d+)/m);

/** Whether the group itself was ever full. Version 1 counts that no more (Linux 6.18), so its peak has to tell. */
export function wasFull({ version, directory }: MemoryGroup): boolean {
  if (version === 2) return (numberIn(join(directory, EVENTS[2]), /^oom (\d+)/m) ?? 0) > 0;
  const peak = numberIn(join(directory, 'memory.max_usage_in_bytes'));
  const limit = numberIn(join(directory, 'memory.limit_in_bytes'));
  return peak === null || limit === null || peak > limit - HUGE_PAGE;
}

/**
 * A group in which the kernel killed though it was never full itself was within its limit: a group above it, or the
 * machine, was short. Null when nothing was killed.
 */
export function killedFor(group: MemoryGroup): KilledFor | null {
  if ((killsIn(group) ?? 0) === 0) return null;
  return wasFull(group) ? 'own-limit' : 'machine';
}
