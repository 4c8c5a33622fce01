import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsSentence } from '#lib/domain/execution/engines.ts';
import { until } from '../../testing/fixture.ts';
import { OtherUser } from '../../testing/other-user.ts';
import { UNIFIED } from './delegated.ts';

const MAIN = fileURLToPath(new URL('../../testing/delegated-main.ts', import.meta.url));
/** Nobody on this machine; owns nothing, is in no group. Only root can become one. */
const SOMEONE = 54_325;
const LIMITS = ['memory', 'cpu', 'pids'];

/** A part of the tree that belongs to the user, as systemd hands it to a user's manager; `scope` is for programs. */
function delegate(): { group: string; scope: string } {
  const group = join(UNIFIED, `crossover-test-${process.pid}`);
  const scope = join(group, 'terminal.scope');
  const handDown = (directory: string) =>
    writeFileSync(join(directory, 'cgroup.subtree_control'), LIMITS.map((one) => `+${one}`).join(' '));
  handDown(UNIFIED);
  mkdirSync(scope, { recursive: true });
  for (const directory of [group, scope]) {
    chownSync(directory, SOMEONE, SOMEONE);
    for (const file of ['procs', 'threads', 'subtree_control'])
      chownSync(join(directory, `cgroup.${file}`), SOMEONE, SOMEONE);
  }
  return { group, scope };
}

const childrenOf = (group: string): string[] =>
  readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Needs root and a machine whose controllers are of version 2: `npm run -s bench -- attacks-v2` makes one. */
describe('embedded runc without root, in a delegated group', () => {
  const user = new OtherUser();
  let place: ReturnType<typeof delegate>;
  let found: Awaited<ReturnType<OtherUser['start']>>;

  beforeAll(async () => {
    place = delegate();
    const enter = 'echo 0 > "$1/cgroup.procs"; shift; exec setpriv "$@"';
    const become = [`--reuid=${SOMEONE}`, `--regid=${SOMEONE}`, '--clear-groups', '--', process.execPath];
    found = await user.start('sh', ['-c', enter, 'sh', place.scope, ...become, MAIN]);
  });
  afterAll(async () => {
    user.kill();
    await until('the scope is empty', () => readFileSync(join(place.scope, 'cgroup.procs'), 'utf8') === '');
    for (const directory of [place.scope, place.group]) rmdirSync(directory);
    user[Symbol.dispose]();
  });

  it('enforces every limit, and says so', () => {
    const runc = found.engines.find(({ id }: { id: string }) => id === 'runc');
    expect(limitsSentence(runc)).toMatch(/^Enforces the memory, CPU and process limits\./);
    expect(found.memory).toBe('out-of-memory');
    expect(found.usage.total.cpuTime).toBeGreaterThan(0);
    expect(found.usage.total.memoryPeak).toBeGreaterThan(1e6);
  });

  it('holds each container in a group of its own below the one that was delegated', () => {
    const [ours] = childrenOf(place.group).filter((name) => name.endsWith('-runc'));
    const containers = childrenOf(join(place.group, ours ?? ''));
    expect(containers).toHaveLength(1);
    const of = (file: string) =>
      readFileSync(join(place.group, ours ?? '', containers[0] ?? '', file), 'utf8').trim();
    expect([Number(of('memory.max')), Number(of('pids.max'))]).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(of('cpu.max')).toMatch(/^\d+ 100000$/);
    expect(of('cgroup.procs')).not.toBe('');
  });

  it('an engine that is killed leaves no group and no container', async () => {
    user.kill();
    await until('only the scope is left', () => childrenOf(place.group).join() === 'terminal.scope');
    const runc = join(user.crossoverHome, 'runc');
    await until('nothing is left', () => !existsSync(runc) || readdirSync(runc).length === 0);
  });
});
