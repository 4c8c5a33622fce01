import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import { homeDirectory } from '../../host/home.ts';
import { namesIn } from '../../host/shared-directory.ts';
import { LABELS } from '../engines/docker/labels.ts';
import { dockerHome } from '../engines/docker/leftovers.ts';
import { ownerKey } from '../engines/owner.ts';
import { CGROUP_PARENT, cgroupMounts } from '../engines/runc/cgroups.ts';
import { runcHome } from '../engines/runc/leftovers.ts';
import { createContainerExecutor } from '../executor.ts';
import { ask, type Stage, until } from './fixture.ts';

/** Processes whose command line names this owner. */
function processesOf(owner: string, program: RegExp): number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(owner) && program.test(command);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Everything of an owner that can be found on this machine, in words. */
async function tracesOf(owner: string, engine: EngineId): Promise<string[]> {
  const cgroups = cgroupMounts().flatMap(({ path }) => namesIn(join(path, CGROUP_PARENT)));
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const containers = engine !== 'runc' ? await dockerContainers(owner) : [];
  return [
    ...cgroups.filter((name) => name.startsWith(`runc-${owner}`)).map((id) => `cgroup ${id}`),
    ...mounts.filter((line) => line.includes(owner)).map((line) => `mount ${line}`),
    ...processesOf(owner, /--root|forward\.mjs/).map((pid) => `process ${pid}`),
    ...containers.map((id) => `container ${id}`),
    ...[runcHome(), dockerHome(), homeDirectory('uploads', 0o711)].flatMap((home) =>
      namesIn(home)
        .filter((name) => name === owner)
        .map((name) => `directory ${join(home, name)}`),
    ),
  ];
}

async function dockerContainers(owner: string): Promise<string[]> {
  const socketPath = process.env.DOCKER_HOST?.replace('unix://', '') ?? '';
  const filters = { label: [`${LABELS.owner}=${owner}`] };
  const found = await new Docker({ socketPath }).listContainers({ all: true, filters });
  return found.map(({ Id }) => Id);
}

/** A process of its own that deploys code which never lets go, and says its owner key when it runs. */
async function startOwner(engine: string): Promise<{ child: ChildProcess; owner: string }> {
  const program = fileURLToPath(new URL('./owner-main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, engine], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  return { child, owner: said.trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** What is left afterwards: nothing, however it ended. */
export function leaving(engine: EngineId, stage: () => Stage): void {
  describe('leaving', () => {
    it('disposing a deployment removes its containers, whatever they do', async () => {
      const before = await tracesOf(ownerKey, engine);
      const idle = await stage().deploy('export const handler = () => 1;');
      const deaf = await stage().deploy(`
        for (const signal of ['SIGTERM', 'SIGINT']) { process.removeAllListeners(signal); process.on(signal, () => {}); }
        export const handler = () => 1;`);
      expect((await tracesOf(ownerKey, engine)).length).toBeGreaterThan(before.length);
      await Promise.all([idle[Symbol.asyncDispose](), deaf[Symbol.asyncDispose]()]);
      const rest = (await tracesOf(ownerKey, engine)).filter((trace) => !trace.startsWith('directory'));
      expect(rest).toEqual([]);
    });

    it('disposing in the middle of a restart leaves nothing running', async () => {
      const deployment = await stage().deploy('export const handler = () => 1;');
      await deployment.kill(deployment.instances()[0]?.id ?? '');
      await deployment[Symbol.asyncDispose]();
      const rest = (await tracesOf(ownerKey, engine)).filter((trace) => !trace.startsWith('directory'));
      expect(rest).toEqual([]);
    });

    it('an engine process killed with -9 leaves nothing: its guard ends even a container stuck in a loop', async () => {
      const { child, owner } = await startOwner(engine);
      expect(await tracesOf(owner, engine)).not.toEqual([]);
      await killed(child);
      await until(`no trace of ${owner}`, async () => (await tracesOf(owner, engine)).length === 0);
    });

    it('when the guard is killed too, the next start removes the rest and nothing of the living', async () => {
      await using living = await stage().deploy('export const handler = () => 1;');
      const { child, owner } = await startOwner(engine);
      for (const pid of processesOf(owner, /guard-main/)) process.kill(pid, 'SIGKILL');
      await killed(child);
      expect(await tracesOf(owner, engine)).not.toEqual([]);
      await using next = createContainerExecutor({ engine });
      expect(await next.capabilities()).not.toEqual([]);
      await until(`no trace of ${owner}`, async () => (await tracesOf(owner, engine)).length === 0);
      expect(await ask(living)).toBe(1);
    });
  });
}
