import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Deployment, DeploySpec, Invocation } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { Mailboxes } from '../sandbox/mailbox.ts';
import { requestsGoBehind } from '../testing/behind.ts';
import { requestOf, specOf } from '../testing/support.ts';
import { Environment } from './environment.ts';
import { Turnstile } from './turnstile.ts';

/** What each test sends at once to a function that has as many environments. */
const MANY = 8;
const executor = createFunctionExecutor();
afterAll(() => executor[Symbol.asyncDispose]());
requestsGoBehind();

/** Counts what it runs and how much of that at once; `path` says what is to be done. */
const CODE = `
import fs from 'node:fs';
let n = 0, active = 0;
const ways = {
  '/quick': () => {},
  '/sleep': () => new Promise((go) => setTimeout(go, 150)),
  '/spin': () => { const end = Date.now() + 150; while (Date.now() < end); },
  '/forever': () => { for (;;); },
  '/exit': () => process.exit(7),
  '/print': (id) => console.log(id),
  '/write': (id) => fs.writeSync(1, id + '\\n'),
  '/ahead': () => fs.readSync(5, Buffer.alloc(64)),
};
export const handler = async ({ rawPath, headers }) => {
  n += 1; active += 1;
  const most = active;
  await ways[rawPath](headers.id);
  active -= 1;
  return { n, most, id: headers.id };
};`;

const send = (deployment: Deployment, path: string, id: string, body: string | null = null) =>
  deployment.invoke(requestOf({ path, headers: { id }, body, method: body === null ? 'GET' : 'POST' }));

const bodyOf = ({ body }: Invocation): { n: number; most: number; id: string } => JSON.parse(body ?? '{}');

/** A function with `MANY` idle environments that has just been told to be quick. */
async function deployed(over: Partial<DeploySpec> = {}): Promise<Deployment> {
  const deployment = await executor.deploy(specOf(CODE, { maxConcurrency: MANY, ...over }));
  await Promise.all(Array.from({ length: MANY }, (_, index) => send(deployment, '/quick', `warm-${index}`)));
  return deployment;
}

/** One way first, then quick ones behind it. */
function burst(deployment: Deployment, path: string, others = '/quick'): Promise<Invocation[]> {
  const paths = [path, ...Array.from({ length: MANY - 1 }, () => others)];
  return Promise.all(paths.map((one, index) => send(deployment, one, `r${index}`)));
}

const instancesOf = (all: readonly Invocation[]): number => new Set(all.map((one) => one.instanceId)).size;

/** Every answer is that of its own request, and nothing ran twice or beside another. */
function expectOnce(all: readonly Invocation[], before: ReadonlyMap<string, number>): void {
  const seen = new Map<string | null, number[]>();
  for (const invocation of all) {
    const { n, most } = bodyOf(invocation);
    expect(most).toBe(1);
    seen.set(invocation.instanceId, [...(seen.get(invocation.instanceId) ?? []), n]);
  }
  for (const [instance, counts] of seen) {
    const first = (before.get(instance ?? '') ?? 0) + 1;
    expect(counts.toSorted((a, b) => a - b)).toEqual(counts.map((_, index) => first + index));
  }
}

const servedBy = (deployment: Deployment): Map<string, number> =>
  new Map(deployment.instances().map(({ id, served }) => [id, served]));

describe('requests that wait in the mailbox of an environment in use', () => {
  it('are served one after another, each once and in its order, by few environments', async () => {
    await using deployment = await deployed();
    const next = vi.spyOn(Environment.prototype, 'serveNext');
    // On a busy machine one takes its time now and then, and those behind it go elsewhere.
    let fewest = MANY;
    let all: Invocation[] = [];
    for (let round = 0; round < 100 && fewest > MANY / 2; round += 1) {
      const before = servedBy(deployment);
      all = await burst(deployment, '/quick');
      expect(all.map((one) => bodyOf(one).id)).toEqual(all.map((_, index) => `r${index}`));
      expectOnce(all, before);
      fewest = Math.min(fewest, instancesOf(all));
    }
    expect(fewest).toBeLessThanOrEqual(MANY / 2);
    expect(next).toHaveBeenCalled();
    for (const { handler, queued, cold } of all) {
      expect(cold).toBe(false);
      expect(handler).toBeGreaterThan(0);
      expect(queued).toBeGreaterThanOrEqual(0);
    }
  });

  it.each(['/sleep', '/spin'])('go elsewhere when the one before them takes its time: %s', async (path) => {
    await using deployment = await deployed();
    const before = servedBy(deployment);
    let slowIsOut = true;
    const slow = send(deployment, path, 'slow').finally(() => {
      slowIsOut = false;
    });
    const others = Array.from({ length: 6 }, (_, index) =>
      send(deployment, '/quick', `q${index}`).then((one) => [one, slowIsOut] as const),
    );
    const answered = await Promise.all(others);
    expect(answered.map(([{ outcome }, during]) => [outcome, during])).toEqual(
      answered.map(() => ['ok', true]),
    );
    expectOnce([await slow, ...answered.map(([one]) => one)], before);
    expect(answered.map(([one]) => bodyOf(one).id)).toEqual(answered.map((_, index) => `q${index}`));
  });

  it('are served by others when the environment ends under the one before them', async () => {
    await using deployment = await deployed();
    const [gone, ...all] = await burst(deployment, '/exit');
    expect(gone?.outcome).toBe('exited');
    expect(all.map(({ outcome }) => outcome)).toEqual(all.map(() => 'ok'));
    expect(all.map(({ instanceId }) => instanceId)).not.toContain(gone?.instanceId);
  });

  it('do not share the limit of the one before them', async () => {
    await using deployment = await deployed({ timeout: 250 });
    const [late, ...all] = await burst(deployment, '/forever');
    expect(late?.outcome).toBe('timeout');
    expect(late?.handler).toBeGreaterThanOrEqual(250);
    expect(all.map(({ outcome }) => outcome)).toEqual(all.map(() => 'ok'));
  });

  it('are not begun once the deployment is taken down', async () => {
    const deployment = await deployed();
    const all = burst(deployment, '/forever');
    await Promise.all([deployment[Symbol.asyncDispose](), all]);
    for (const { outcome } of (await all).slice(1)) expect(['ok', 'unavailable']).toContain(outcome);
    expect((await all)[0]?.outcome).toBe('unavailable');
  });

  it('may be larger than a place in it, and come whole', async () => {
    await using deployment = await deployed();
    const bodies = Array.from({ length: MANY }, (_, index) => 'é'.repeat(index * 300));
    const code = 'export const handler = ({ body }) => ({ length: body?.length ?? 0 });';
    await using echo = await executor.deploy(specOf(code, { maxConcurrency: MANY }));
    const ask = () => Promise.all(bodies.map((body) => echo.invoke(requestOf({ method: 'POST', body }))));
    await ask();
    const lengths = (await ask()).map(({ body }) => JSON.parse(body ?? '{}').length);
    expect(lengths).toEqual(bodies.map(({ length }) => length));
    expect((await burst(deployment, '/quick')).every(({ outcome }) => outcome === 'ok')).toBe(true);
  });
});

describe('what a request prints', () => {
  it('stands in its own log, and who prints has nobody waiting behind it', async () => {
    await using deployment = await deployed();
    for (let round = 0; round < 5; round += 1) {
      const all = await burst(deployment, '/print', '/print');
      expect(all.map(({ log }) => log)).toEqual(all.map((_, index) => `r${index}\n`));
    }
  });

  it('stands there too from the second time on when the wrapper does not know of it', async () => {
    await using deployment = await deployed();
    const warm = await burst(deployment, '/write', '/write');
    expect(
      warm
        .map(({ log }) => log)
        .join('')
        .split('\n')
        .toSorted(),
    ).toEqual(['', ...warm.map((_, index) => `r${index}`)].toSorted());
    await burst(deployment, '/sleep', '/sleep');
    const spy = vi.spyOn(Turnstile.prototype, 'holds').mockReturnValue(false);
    await burst(deployment, '/write', '/write');
    spy.mockImplementation((busy) => busy >= 1);
    for (let round = 0; round < 5; round += 1) {
      const all = await burst(deployment, '/write', '/write');
      expect(all.map(({ log }) => log)).toEqual(all.map((_, index) => `r${index}\n`));
    }
  });
});

describe('a hostile function', () => {
  it('that reads ahead in its mailbox ends with its environment', async () => {
    await using deployment = await deployed({ timeout: 1_000 });
    const all = await burst(deployment, '/ahead');
    // It waits in its read when nobody happens to be behind it; else the wrapper meets half a record.
    expect(all.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'ok')).not.toEqual([]);
    for (const { outcome } of all) expect(['ok', 'exited', 'timeout']).toContain(outcome);
    expect(await send(deployment, '/quick', 'after')).toMatchObject({ outcome: 'ok' });
  });

  it('that reads its mailbox finds nothing of another function there', async () => {
    const secret = `secret-${process.pid}`;
    await using other = await executor.deploy(specOf('export const handler = () => "fine";'));
    const code = `import fs from 'node:fs';
      export const handler = ({ rawPath }) => {
        if (rawPath === '/quick') return 'quick';
        const record = Buffer.alloc(1024);
        fs.readSync(5, record);
        return record.toString('latin1');
      };`;
    await using deployment = await executor.deploy(specOf(code, { timeout: 3_000 }));
    for (let round = 0; round < 2; round += 1) {
      await send(other, '/', 'other', secret.padStart(700, '.'));
    }
    // On a busy machine the second one goes elsewhere now and then, and the first finds nothing to read.
    let read = '';
    for (let round = 0; round < 10 && !read.includes('behind'); round += 1) {
      await Promise.all([send(deployment, '/quick', 'a'), send(deployment, '/quick', 'b')]);
      const [first] = await Promise.all([
        send(deployment, '/read', 'r'),
        send(deployment, '/quick', 'behind'),
      ]);
      read = first?.body ?? '';
      expect(read).not.toContain(secret);
    }
    expect(read).toContain('behind');
  });

  it('that writes to its mailbox is refused, or ends with its environment', async () => {
    const code = `import fs from 'node:fs';
      export const handler = ({ rawPath }) => {
        if (rawPath === '/quick') return 'quick';
        try { fs.writeSync(fs.openSync('/proc/self/fd/5', 'w'), Buffer.alloc(70_000, 1)); } catch (error) { return error.code; }
        return 'written';
      };`;
    await using deployment = await executor.deploy(specOf(code, { maxConcurrency: MANY, timeout: 1_000 }));
    await burst(deployment, '/quick');
    const [attack, ...others] = await burst(deployment, '/attack');
    // Another user's pipe when the engine is root; full of rubbish, and waited for, when it is the engine's own user.
    expect(attack?.outcome === 'ok' ? attack.body : attack?.outcome).toMatch(
      process.getuid?.() === 0 ? /^EACCES$/ : /^(exited|timeout)$/,
    );
    expect(others.every(({ outcome }) => outcome === 'ok')).toBe(true);
  });
});

it('a machine without pipes that have names serves all the same', async () => {
  vi.spyOn(Mailboxes.prototype, 'open').mockReturnValue(null);
  await using deployment = await deployed();
  const next = vi.spyOn(Environment.prototype, 'serveNext');
  const all = await burst(deployment, '/sleep');
  expect(all.map(({ outcome }) => outcome)).toEqual(all.map(() => 'ok'));
  expect(instancesOf(all)).toBe(MANY);
  expect(next).not.toHaveBeenCalled();
});
