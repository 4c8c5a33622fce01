import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MiB } from '#lib/domain/units.ts';
import { removeGroup } from '../../function/cgroup/group.ts';
import { openSites, removeSite } from '../../function/cgroup/tree.ts';
import { killsIn } from '../kills.ts';
import type { MemoryGroup } from '../memory.ts';
import { limitMemory } from '../together.ts';

/** A group of so much memory in which programs run as on a machine that has no more. */
export interface SmallMachine extends AsyncDisposable {
  start(command: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess;
  /** Processes that the kernel ended among the programs themselves, sandboxes not counted. */
  kills(): number;
}

async function removeBelow(directory: string): Promise<void> {
  const inside = readdirSync(directory, { withFileTypes: true });
  for (const entry of inside) if (entry.isDirectory()) await removeBelow(join(directory, entry.name));
  await removeGroup(directory);
}

/** Null where no group can be made that counts memory. */
export function smallMachine(memory: MiB): SmallMachine | null {
  const sites = openSites(`run-${process.pid}-small`);
  const done = (): void => Object.values(sites).forEach(removeSite);
  const site = sites.memory;
  if (site === undefined) {
    done();
    return null;
  }
  const machine: MemoryGroup = { version: site.version, directory: join(site.directory, 'machine') };
  // Version 2 hands nothing down from a group that holds processes, so the programs are in one beside the sandboxes.
  const programs = { ...machine, directory: join(machine.directory, 'programs') };
  mkdirSync(machine.directory);
  limitMemory(machine, memory * 1024 * 1024);
  mkdirSync(programs.directory);
  return {
    start: (command, env) =>
      spawn(
        '/bin/sh',
        ['-c', 'echo 0 > "$0" && exec "$@"', join(programs.directory, 'cgroup.procs'), ...command],
        { env, stdio: ['ignore', 'pipe', 'inherit'] },
      ),
    kills: () => killsIn(programs) ?? 0,
    async [Symbol.asyncDispose]() {
      await removeBelow(machine.directory);
      done();
    },
  };
}
