import { describe, expect, it } from 'vitest';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import { ask, call, type Stage, until } from './fixture.ts';

const TROUBLE = `
let count = 0;
export const handler = async (event) => {
  count += 1;
  console.log('request', event.rawPath);
  switch (event.rawPath) {
    case '/throw': throw new Error('broken on purpose');
    case '/reject': return Promise.reject('a string');
    case '/bigint': return { n: 1n };
    case '/large': return 'x'.repeat(7 * 1024 * 1024);
    case '/status': return { statusCode: 100, body: '' };
    case '/hang': return new Promise(() => {});
    case '/busy': for (;;);
    case '/exit': process.exit(7);
    case '/stray': Promise.reject(new Error('stray')); return { count };
    case '/later': setTimeout(() => { throw new Error('uncaught'); }, 20); return new Promise(() => {});
    case '/buffers': { const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1)); }
    case '/heap': { const kept = []; for (;;) kept.push({ text: 'x' + kept.length, more: [kept.length] }); }
    case '/flood': for (let n = 0; n < 20_000; n += 1) console.log('flood'.repeat(200)); return 'done';
    case '/wait': await new Promise((resolve) => setTimeout(resolve, 300)); return { count };
    default: return { count };
  }
};`;

/** Path, outcome, and what its message says. */
const WRONG = [
  ['/throw', 'handler-error', /broken on purpose/],
  ['/reject', 'handler-error', /a string/],
  ['/bigint', 'invalid-response', /JSON/],
  ['/large', 'invalid-response', /bytes/],
  ['/status', 'invalid-response', /statusCode is 100/],
] as const;

/** What a handler in trouble meets: an outcome with its reason and log, and a replica that serves on. */
export function failing(engine: EngineId, stage: () => Stage): void {
  // Podman's monitor does not always see that memory was the reason (conmon, cgroup v1): then it is not claimed.
  const told = (outcome: string, message: RegExp) =>
    engine === 'podman' && outcome === 'out-of-memory'
      ? { outcome: /^(out-of-memory|exited)$/, message: /kernel|heap|137/ }
      : { outcome: new RegExp(`^${outcome}$`), message };

  it('what a handler does wrong has its outcome and its log, and the replica lives on', async () => {
    await using deployment = await stage().deploy(TROUBLE);
    let count = 0;
    for (const [path, outcome, message] of WRONG) {
      const failed = await call(deployment, path);
      expect(failed, path).toMatchObject({ outcome, status: null, body: null, cold: false });
      expect(failed.problem).toMatchObject({
        code: outcome,
        owner: 'yours',
        message: expect.stringMatching(message),
      });
      expect(failed.log).toBe(`request ${path}\n`);
      count += 2;
      expect(await ask(deployment)).toEqual({ count });
    }
  });

  it('a timeout ends the request alone; a replica stuck in a loop is restarted', async () => {
    await using deployment = await stage().deploy(TROUBLE, { timeout: 300 });
    const stuck = deployment.instances()[0]?.id;
    const late = await call(deployment, '/hang');
    expect(late).toMatchObject({ outcome: 'timeout', status: null, problem: { owner: 'yours' } });
    expect(late.handler).toBeGreaterThanOrEqual(299);
    expect(await ask(deployment)).toEqual({ count: 2 });
    expect(deployment.instances()[0]?.id).toBe(stuck);

    expect((await call(deployment, '/busy')).outcome).toBe('timeout');
    await until('a new replica', () =>
      deployment.instances().some(({ id, state }) => id !== stuck && state === 'idle'),
    );
    expect(await ask(deployment)).toEqual({ count: 1 });
  });

  it.each([
    ['/exit', 'exited', /exit code 7/],
    ['/later', 'exited', /exit code 1/],
    ['/buffers', 'out-of-memory', /kernel|heap/],
    ['/heap', 'out-of-memory', /heap|kernel/],
  ] as const)(
    '%s is %s for all in flight; the next request is cold and gets a new replica',
    async (path, outcome, message) => {
      await using deployment = await stage().deploy(TROUBLE, { memory: 192 });
      const [beside, failed] = await Promise.all([call(deployment, '/wait?60000'), call(deployment, path)]);
      const expected = told(outcome, message);
      expect(failed).toMatchObject({
        outcome: expect.stringMatching(expected.outcome),
        problem: { message: expect.stringMatching(expected.message) },
      });
      expect(failed.log).toContain(`request ${path}`);
      // A leak may take longer than its neighbour.
      expect(['ok', failed.outcome]).toContain(beside.outcome);
      const next = await call(deployment, '/');
      expect(next).toMatchObject({ outcome: 'ok', cold: true, body: '{"count":1}' });
      expect(next.init).toBeGreaterThan(0);
      expect(next.billed).toBe(Math.ceil(next.init + next.handler));
      expect((await call(deployment)).cold).toBe(false);
    },
  );

  it('an error that nobody awaits stands in the log of its request, and the next one is cold', async () => {
    await using deployment = await stage().deploy(TROUBLE);
    for (let round = 1; round <= 2; round += 1) {
      const { outcome, body, log } = await call(deployment, '/stray');
      expect([outcome, body]).toEqual(['ok', '{"count":1}']);
      // Two pipes: which of them is read first is not told.
      expect(log).toMatch(/^request \/stray$/m);
      expect(log).toMatch(/^Unhandled Promise Rejection.*Runtime\.UnhandledPromiseRejection.*stray/m);
      await until('its end', async () => (await deployment.usage()).total.ends === round);
    }
    expect(await call(deployment)).toMatchObject({ outcome: 'ok', body: '{"count":1}' });
  });

  it('kill ends a replica as a crash would, and another takes its place', async () => {
    await using deployment = await stage().deploy(TROUBLE);
    const id = deployment.instances()[0]?.id ?? '';
    const waiting = call(deployment, '/hang');
    expect(await deployment.kill('container-none')).toBe(false);
    expect(await deployment.kill(id)).toBe(true);
    expect((await waiting).outcome).toBe('exited');
    expect(await call(deployment)).toMatchObject({ cold: true, outcome: 'ok' });
    expect(deployment.instances().map((instance) => instance.id)).not.toContain(id);
  });

  it('keeps little of a flood of output', async () => {
    await using deployment = await stage().deploy(TROUBLE, { timeout: 60_000 });
    const flood = await call(deployment, '/flood');
    expect(flood).toMatchObject({ outcome: 'ok', body: 'done' });
    expect(flood.log.length).toBeLessThan(20_000);
    expect(flood.log).toContain('earlier output left out');
  });

  describe('code that cannot be loaded fails the deployment with its own words', () => {
    it.each([
      ['a syntax error', 'export const handler = () => {', /SyntaxError/],
      ['an import that is not there', "import 'nowhere';", /nowhere/],
      ['no such export', 'export const other = () => 1;', /exports no function "handler"/],
      ['an exit', "console.log('bye'); process.exit(5);", /code 5/],
      ['a throw', "console.log('bye'); throw new Error('at the top');", /at the top/],
      [
        'a leak',
        "console.log('bye'); const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1));",
        /memory/,
      ],
      [
        'an import that never ends',
        "console.log('bye'); await new Promise(() => setInterval(() => {}, 1e6));",
        /within 2.5 s/,
      ],
      ['a loop', "console.log('bye'); for (;;);", /within 2.5 s/],
    ])('%s', async (_name, code, message) => {
      const failed = await stage()
        .deploy(code, {
          memory: 192,
          container: { initLimit: message.source.includes('2.5') ? 2_500 : 10_000 },
        })
        .then(
          () => null,
          (error) => error.problem,
        );
      expect(failed).toMatchObject({
        code: 'init-error',
        owner: 'yours',
        message: expect.stringMatching(
          engine === 'podman' && message.source === 'memory' ? /memory|137/ : message,
        ),
      });
      if (code.includes('bye')) expect(failed.detail).toContain('bye');
    });
  });
}
