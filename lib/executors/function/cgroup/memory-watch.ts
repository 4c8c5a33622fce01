import { readdirSync, readFileSync } from 'node:fs';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { statOf } from '../../host/process-stat.ts';

const EVERY: Ms = 100;
/** Looking is to take no more than this part of the time, however many processes there are … */
const SHARE = 0.05;
/** … but who eats memory meanwhile is found soon on a slow machine, too. */
const AT_LATEST: Ms = 500;

/** How long to wait after a look that took so long. */
export const pauseAfter = (took: Ms): Ms => Math.min(AT_LATEST, Math.max(EVERY, took / SHARE));

interface Watched {
  limit: Bytes;
  /** Ends everything below the process. */
  end: () => void;
}

/** What a process holds that no file backs, so that libraries which all share are counted for none (proc(5), status). */
function heldBy(pid: number): Bytes {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const held = status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm);
    return held.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
  } catch {
    return 0;
  }
}

const allProcesses = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** The root that each process is below, or is. */
function rootsOf(pids: readonly number[], roots: ReadonlyMap<number, Watched>): Map<number, number> {
  const parents = new Map(pids.map((pid) => [pid, statOf(pid)?.parent ?? 0]));
  const found = new Map<number, number>();
  for (const pid of pids) {
    let at = pid;
    while (at > 1 && !roots.has(at)) at = parents.get(at) ?? 0;
    if (at > 1) found.set(pid, at);
  }
  return found;
}

/** Memory of each watched process and all below it. */
function sums(watched: ReadonlyMap<number, Watched>): Map<number, Bytes> {
  const totals = new Map<number, Bytes>();
  for (const [pid, root] of rootsOf(allProcesses(), watched)) {
    totals.set(root, (totals.get(root) ?? 0) + heldBy(pid));
  }
  return totals;
}

/**
 * Looks at the memory of whole sandboxes again and again, where no control group holds it: RLIMIT_DATA counts each
 * process by itself, and many together would have many times the limit. What is above it is ended; between two looks
 * it can be above it.
 */
class MemoryWatch {
  readonly #watched = new Map<number, Watched>();
  #timer: NodeJS.Timeout | undefined;

  /** Until the function that it gives is called. */
  watch(pid: number, watched: Watched): () => void {
    this.#watched.set(pid, watched);
    this.#timer ??= this.#later(EVERY);
    return () => void this.#watched.delete(pid);
  }

  #later(wait: Ms): NodeJS.Timeout {
    return setTimeout(() => this.#look(), wait).unref();
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#watched.size === 0) return;
    const since = performance.now();
    for (const [pid, total] of sums(this.#watched)) {
      const watched = this.#watched.get(pid);
      if (watched === undefined || total <= watched.limit) continue;
      this.#watched.delete(pid);
      watched.end();
    }
    this.#timer = this.#later(pauseAfter(performance.now() - since));
  }
}

export const memoryWatch = new MemoryWatch();
