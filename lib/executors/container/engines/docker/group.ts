import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { type KilledFor, killedFor, wasFull } from '../../../machine/kills.ts';
import type { MemoryGroup } from '../../../machine/memory.ts';
import { limitBuffers, limitMemory, limitTogether } from '../../../machine/together.ts';
import { type Mounted, ownGroups } from '../runc/cgroup-mount.ts';
import { hasController, memoryCgroup, mounted, sweepGroups } from '../runc/cgroups.ts';

/** In front of a container's name in the group of all sandboxes. */
const OURS = 'docker-';
/** Another owner that leaves may take a group away between its making and that of one in it. */
const TRIES = 100;

/** Docker puts a container at the same path in every hierarchy; that of the one that counts memory is ours. */
interface Hierarchies {
  /** Path of the group of all sandboxes, as Docker is to be told it. */
  path: string;
  /** Of both versions, where a machine has both. */
  mounts: readonly Mounted[];
}

function hierarchies(): Hierarchies | null {
  const beside = hasController('memory') ? memoryCgroup('') : null;
  if (process.getuid?.() !== 0 || beside === null) return null;
  const directory = dirname(beside.path);
  const mounts = mounted();
  const mount = mounts.find(({ path }) => !relative(path, directory).startsWith('..'));
  return mount === undefined ? null : { path: join(mount.root, relative(mount.path, directory)), mounts };
}

const inside = ({ path, mounts }: Hierarchies): string[] =>
  mounts.flatMap((mount) => {
    const below = relative(mount.root, path);
    return below.startsWith('..') ? [] : [join(mount.path, below)];
  });

function make(directory: string): void {
  for (let left = TRIES; left > 0 && !existsSync(directory); left -= 1) {
    try {
      mkdirSync(directory, { recursive: true });
    } catch {
      // Not allowed, or its parent went in this moment: Docker says so itself in the end.
    }
  }
}

/** Whether a group is none of those that this process is in, nor above them. */
function isForeign(directory: string, mounts: readonly Mounted[]): boolean {
  const own = ownGroups(readFileSync('/proc/self/cgroup', 'utf8'), mounts);
  return own.every(({ mount, own: path }) =>
    relative(directory, join(mount.path, relative(mount.root, path))).startsWith('..'),
  );
}

/** Removes what was made above the group of all sandboxes, in hierarchies where our own group is elsewhere. */
function removeAbove(parent: string, mounts: readonly Mounted[]): void {
  const top = mounts.find(({ path }) => parent.startsWith(`${path}/`))?.path ?? dirname(parent);
  for (let one = dirname(parent); one !== top && isForeign(one, mounts); one = dirname(one)) {
    try {
      rmdirSync(one);
    } catch {
      return;
    }
  }
}

/** Ends what is left in the groups of these containers and removes them. */
export function sweepDockerGroups(isOurs: (containerId: string) => boolean): void {
  const found = hierarchies();
  if (found === null) return;
  const parents = inside(found);
  sweepGroups(parents, (name) => name.startsWith(OURS) && isOurs(name.slice(OURS.length)));
  for (const parent of parents) if (!existsSync(parent)) removeAbove(parent, found.mounts);
}

/**
 * A group of ours around the one that Docker makes for a container and takes away at its end, so that it is held to the
 * machine's budget with all other sandboxes, and that somebody still knows at its end whether it was full.
 */
export class DockerGroup {
  readonly #id: string;
  readonly #memory: MemoryGroup;
  readonly #limit: Bytes;
  /** As Docker is told: a path below the root of the machine's groups. */
  readonly parent: string;

  /** Null where Docker's containers cannot be put into a group of ours. */
  static make(id: string, memory: MiB): DockerGroup | null {
    const found = hierarchies();
    return found === null ? null : new DockerGroup(id, memory, found);
  }

  private constructor(id: string, memory: MiB, found: Hierarchies) {
    const name = `${OURS}${id}`;
    this.#id = id;
    this.#limit = memory * 1024 * 1024;
    this.parent = join(found.path, name);
    // In all of them: an empty parent might be taken away while Docker walks down to its own.
    for (const parent of inside(found)) make(join(parent, name));
    const directory = (controller: string): [string, MemoryGroup][] =>
      found.mounts
        .filter((mount) => hasController(controller, [mount]))
        .map(({ path, root, version }) => [
          controller,
          { version, directory: join(path, relative(root, found.path), name) },
        ]);
    const sites = Object.fromEntries(['memory', 'pids', 'cpu'].flatMap(directory));
    limitTogether(sites);
    this.#memory = sites.memory ?? { version: 1, directory: '' };
    limitMemory(this.#memory, this.#limit);
    limitBuffers(this.#memory, this.#limit / 2);
  }

  /**
   * The container was started. Version 1 counts the buffers of sockets only in groups that have a limit for them
   * themselves, so Docker's own needs one, too.
   */
  started(containerId: string): void {
    limitBuffers({ ...this.#memory, directory: join(this.#memory.directory, containerId) }, this.#limit / 2);
  }

  /** Whose want of memory a container ended for, of which Docker says that. */
  killedFor(told: Told): KilledFor | null {
    return killedInGroup(this.#memory, told);
  }

  remove(): void {
    sweepDockerGroups((id) => id === this.#id);
  }
}

/** The word of Docker on a container's end. */
export interface Told {
  /** Null while it runs. */
  code: number | null;
  /** Something in it was killed for want of memory. */
  said: boolean;
}

/**
 * On version 1 Docker hears of every want of memory in a group above the container, too, so its word alone proves
 * nothing of one that was not killed, and the container's own peak tells the two apart. Version 2 counts both itself.
 */
export function killedInGroup(group: MemoryGroup, { code, said }: Told): KilledFor | null {
  if (group.version === 2) return killedFor(group) ?? (said ? 'own-limit' : null);
  if (!said) return null;
  if (wasFull(group)) return 'own-limit';
  return code === 137 ? 'machine' : null;
}
