import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '#lib/domain/units.ts';
import { type Candidate, candidatesOrNone } from '../function/cgroup/find.ts';

const FILES = {
  1: {
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    files: /^total_(?:in)?active_file (\d+)/gm,
  },
  2: { limit: 'memory.max', usage: 'memory.current', files: /^(?:in)?active_file (\d+)/gm },
} as const;

/** A group that counts memory. */
export type MemoryGroup = Pick<Candidate, 'version' | 'directory'>;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The number that a file begins with; null when it is not there, or says `max`. */
function numberIn(path: string): number | null {
  const found = /^\d+/.exec(read(path) ?? '')?.[0];
  return found === undefined ? null : Number(found);
}

export const limitOf = ({ version, directory }: MemoryGroup): Bytes | null =>
  numberIn(join(directory, FILES[version].limit));

/** All that a group holds, with the files that the kernel keeps in memory for it. */
export const chargedTo = ({ version, directory }: MemoryGroup): Bytes | null =>
  numberIn(join(directory, FILES[version].usage));

/** Memory that a group holds and the kernel cannot take back at once: cached files it can. */
export function heldBy(group: MemoryGroup): Bytes | null {
  const charged = chargedTo(group);
  if (charged === null) return null;
  const cached = (read(join(group.directory, 'memory.stat')) ?? '').matchAll(FILES[group.version].files);
  return Math.max(0, charged - cached.reduce((sum, [, bytes]) => sum + Number(bytes), 0));
}

const meminfo = (key: string): Bytes | null => {
  const kilobytes = new RegExp(`^${key}:\\s*(\\d+) kB`, 'm').exec(read('/proc/meminfo') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
};

const least = (some: readonly (Bytes | null)[]): Bytes | null => {
  const known = some.filter((one) => one !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** Memory of this machine, and of the groups that this process is held in when they allow less. */
export class OwnMemory {
  readonly total: Bytes;
  /** Only those that allow less than the machine has, which on most machines is none. */
  readonly #groups: readonly MemoryGroup[];

  constructor(candidates: readonly Candidate[] = candidatesOrNone()) {
    const machine = meminfo('MemTotal') ?? totalmem();
    this.#groups = candidates
      .filter(({ controller }) => controller === 'memory')
      .filter((group) => (limitOf(group) ?? machine) < machine);
    this.total = least([machine, ...this.#groups.map(limitOf)]) ?? machine;
  }

  /** Memory that can be had without ending anything; null where the machine does not tell, as macOS. */
  available(): Bytes | null {
    return least([meminfo('MemAvailable'), ...this.#groups.map(roomIn)]);
  }
}

function roomIn(group: MemoryGroup): Bytes | null {
  const [limit, held] = [limitOf(group), heldBy(group)];
  return limit === null || held === null ? null : limit - held;
}
