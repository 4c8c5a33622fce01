import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerOptions } from '#lib/domain/execution/container-options.ts';
import { HPA_DEFAULTS, type HpaPolicy, KPA_DEFAULTS, type KpaPolicy } from '#lib/domain/scaling/policy.ts';
import { ask, call, ENGINES, openStage, type Stage, specOf, until } from '../testing/fixture.ts';
import { loadOn, loadOnUrl } from '../testing/load.ts';

const versioned = (version: string) => `
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let count = 0;
export const handler = async (event) => {
  count += 1;
  if (event.rawPath === '/wait') await sleep(250);
  if (event.rawPath === '/short') await sleep(10);
  if (event.rawPath === '/burn') for (const end = Date.now() + 40; Date.now() < end;);
  if (event.rawPath === '/stuck') setTimeout(() => { for (;;); }, 20);
  return { version: '${version}', count };
};`;

const KPA: KpaPolicy = {
  ...KPA_DEFAULTS,
  ...{ total: 2, utilization: 1, stableWindow: 1_200, interval: 200, max: 3 },
};
const HPA: HpaPolicy = {
  ...HPA_DEFAULTS,
  metric: { kind: 'cpu', targetPercent: 30 },
  ...{ interval: 300, max: 2, down: { ...HPA_DEFAULTS.down, stabilization: 900 } },
};

describe('replicas', () => {
  let stage: Stage & AsyncDisposable;
  beforeAll(async () => {
    const { runc } = ENGINES;
    if (runc === undefined) throw new Error('no engine');
    stage = await openStage(runc);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());
  const deploy = (container: ContainerOptions, replicas = 1, version = 'one') =>
    stage.deploy(versioned(version), { container, replicas });

  it('KPA: grows under load, goes to zero without, and the first request after is cold', async () => {
    await using deployment = await deploy({ scaling: KPA });
    const load = loadOn(deployment, 8, '/wait');
    await until('three replicas', () => deployment.instances().length === 3);
    expect((await load.stop()).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    await until('none', () => deployment.instances().length === 0);
    expect(deployment.scale.wanted).toBe(0);
    const first = await call(deployment);
    expect(first).toMatchObject({ outcome: 'ok', cold: true });
    expect(first.init).toBeGreaterThan(0);
    const { total } = await deployment.usage();
    expect(total.replicas).toBe(4);
    expect(total.cpuTime).toBeGreaterThan(0);
    expect(total.memoryPeak).toBeGreaterThan(10e6);
  });

  it('at zero, many requests at once wait for the same start and none is lost', async () => {
    await using deployment = await deploy({ scaling: { ...KPA, max: 1, stableWindow: 400 } });
    await until('none', () => deployment.instances().length === 0);
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(deployment)));
    expect(answers.every(({ outcome, cold }) => outcome === 'ok' && cold)).toBe(true);
  });

  it('HPA with a target per replica: so many as the queue holds targets, whatever is ready', async () => {
    const metric = { kind: 'total', of: 'waiting', target: 2, targetType: 'average-value' } as const;
    const scaling: HpaPolicy = { ...HPA, metric, max: 3 };
    await using deployment = await deploy({ scaling, concurrency: 1 });
    const load = loadOn(deployment, 8, '/wait');
    await until('three replicas', () => deployment.instances().length === 3);
    expect((await load.stop()).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    await until('the last', () => deployment.instances().length === 1);
  });

  it('HPA: CPU over its target brings another replica, an idle time takes it away, never the last', async () => {
    await using deployment = await deploy({ scaling: HPA });
    const load = loadOn(deployment, 2, '/burn');
    await until('two replicas', () => deployment.instances().length === 2);
    expect((await load.stop()).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    await until('one', () => deployment.instances().length === 1);
    expect(deployment.scale.reason).toContain('cpu');
  });

  it('a rolling update under load fails no request and leaves only the new version', async () => {
    await using deployment = await deploy({}, 2);
    const front = await deployment.open();
    const inside = loadOn(deployment, 4, '/short');
    const outside = loadOnUrl(`${front.url}/short`, 4);
    const digest = deployment.build.digest;
    const { replaced, build } = await deployment.update(specOf(versioned('two'), { replicas: 2 }));
    expect(replaced).toBe(2);
    expect(build.digest).not.toBe(digest);
    expect((await inside.stop()).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect((await outside.stop()).filter((status) => status !== 200)).toEqual([]);
    expect((await ask(deployment)).version).toBe('two');
    expect(deployment.instances()).toHaveLength(2);
  });

  it('a version that never gets ready is rolled back, and no request notices', async () => {
    await using deployment = await deploy({}, 2);
    const load = loadOn(deployment, 4, '/short');
    const broken = specOf("console.log('bye'); throw new Error('not today');", { replicas: 2 });
    await expect(deployment.update(broken)).rejects.toMatchObject({
      problem: { code: 'rollout-failed', owner: 'yours', detail: expect.stringContaining('bye') },
    });
    const never = specOf('await new Promise(() => setInterval(() => {}, 1e6));', {
      container: { initLimit: 500 },
    });
    await expect(deployment.update(never)).rejects.toMatchObject({ problem: { code: 'rollout-failed' } });
    expect((await load.stop()).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect((await ask(deployment)).version).toBe('one');
    expect(deployment.instances().filter(({ state }) => state !== 'stopping')).toHaveLength(2);
  });

  it('ending in the middle of an update leaves nothing', async () => {
    const deployment = await deploy({});
    const updating = deployment.update(specOf(versioned('two'))).then(
      () => 'updated',
      (error) => error.problem.code,
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
    await deployment[Symbol.asyncDispose]();
    expect(['cancelled', 'updated']).toContain(await updating);
    expect(deployment.instances()).toEqual([]);
    await expect(deployment.update(specOf(versioned('three')))).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
  });

  it('a crash loop: starts come ever more rarely, requests get a clear outcome, and it ends in order', async () => {
    const code = 'setTimeout(() => process.exit(3), 60); export const handler = () => 1;';
    const deployment = await stage.deploy(code);
    const seen = new Set<string>();
    deployment.subscribe((list) => {
      for (const { id } of list) seen.add(id);
    });
    const since = performance.now();
    await until('five replicas', () => seen.size >= 5);
    // Before the fifth came pauses of 0, 100, 200 and 500 ms; one of them may have been before we looked.
    expect(performance.now() - since).toBeGreaterThan(600);
    const answers = await Promise.all(Array.from({ length: 5 }, () => call(deployment)));
    for (const { outcome, problem } of answers) {
      expect(['ok', 'exited', 'init-error']).toContain(outcome);
      if (outcome !== 'ok') expect(problem).toMatchObject({ owner: 'yours', message: expect.any(String) });
    }
    await deployment[Symbol.asyncDispose]();
    expect(deployment.instances()).toEqual([]);
    const after = seen.size;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.size).toBe(after);
  });

  it('a replica that hangs without any request is found and restarted', async () => {
    await using deployment = await deploy({ livenessInterval: 250 });
    const [hanging] = deployment.instances();
    expect((await call(deployment, '/stuck')).outcome).toBe('ok');
    await until('another one', () =>
      deployment.instances().some(({ id, state }) => id !== hanging?.id && state === 'idle'),
    );
    expect(await ask(deployment)).toEqual({ version: 'one', count: 1 });
  });

  it('round robin takes turns whatever is in flight', async () => {
    await using deployment = await deploy({ balancing: 'round-robin' }, 2);
    const slow = call(deployment, '/wait');
    const quick = [];
    for (let n = 0; n < 4; n += 1) quick.push((await call(deployment)).instanceId);
    expect(new Set(quick).size).toBe(2);
    expect(quick[0]).toBe(quick[2]);
    expect((await slow).outcome).toBe('ok');
  });

  it('tells what replicas use and what they cost when idle', async () => {
    await using deployment = await deploy({}, 1);
    await loadOn(deployment, 2, '/burn').stop();
    await deployment.usage();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { replicas, idle, total } = await deployment.usage();
    const [usage] = replicas;
    expect(usage).toMatchObject({ memoryLimit: 256, cpus: 1, oomKills: 0 });
    expect(usage?.cpuTime).toBeGreaterThan(40);
    expect(usage?.memoryPeak).toBeGreaterThanOrEqual(usage?.memoryUsed ?? Number.POSITIVE_INFINITY);
    expect(usage?.periods).toBeGreaterThan(0);
    expect(idle.time).toBeGreaterThanOrEqual(99);
    expect(idle.cpuShare).toBeLessThan(0.5);
    expect(idle.memory).toBe(usage?.memoryUsed);
    expect(total.replicas).toBe(1);
  });
});
