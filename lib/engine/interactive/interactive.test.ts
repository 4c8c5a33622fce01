import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Side } from '#lib/domain/execution/executor.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { systemClock } from '../clock.ts';
import { OpenStores } from '../stores/open-stores.ts';
import { createInteractive, type Interactive } from './interactive.ts';
import { Board, lesson, openExecutors, play, until } from './testing/stage.ts';

const { executors, deployed, close } = openExecutors();
const stack = new AsyncDisposableStack();
stack.defer(close);
let stores: OpenStores;
let board: Board;
let interactive: Interactive;
beforeAll(async () => {
  stack.use(await useTestDatabase());
  stores = stack.use(new OpenStores(systemClock));
});
beforeEach(() => {
  board = new Board();
  interactive = createInteractive({ executors, stores, publish: board.publish });
});
afterEach(() => interactive[Symbol.asyncDispose]());
afterAll(() => stack.disposeAsync());

const COUNTER = 'let n = 0; export const handler = () => { n += 1; console.log("n is", n); return { n }; };';
const kinds = (runId: string) => board.of(runId).map(({ kind }) => kind);

describe('a playground run', () => {
  it('tells what happens in order: deploying, deployed, the invocations of one side after the other, done', async () => {
    const job = play(COUNTER, { count: 3 });
    await interactive.handle(job);
    expect(kinds(job.runId)).toEqual([
      ...['doing', 'deployed', 'deployed'],
      ...['doing', 'invocation', 'invocation', 'invocation'],
      ...['doing', 'invocation', 'invocation', 'invocation'],
      'done',
    ]);
    for (const event of board.of(job.runId)) {
      if (event.kind !== 'invocation') continue;
      expect(event.startedAtMs).toBeGreaterThan(0);
      expect(event.endedAtMs).toBeGreaterThan(event.startedAtMs);
    }
    const answers = (side: 'function' | 'container') =>
      board.invocations(job.runId, side).map(({ body }) => JSON.parse(body ?? '').n);
    expect(answers('function')).toEqual([1, 1, 1]);
    expect(answers('container').toSorted()).toEqual([1, 2, 3]);
    expect(board.invocations(job.runId, 'function')[0]?.log).toContain('n is 1');
  });

  it('meets warm environments at the second press', async () => {
    const before = { ...deployed };
    const [first, second] = [play(COUNTER), play(COUNTER)];
    await interactive.handle(first);
    await interactive.handle(second);
    expect(board.invocations(first.runId, 'function')).toMatchObject([{ cold: true }]);
    expect(board.invocations(second.runId, 'function')).toMatchObject([{ cold: false, body: '{"n":2}' }]);
    expect(board.invocations(second.runId, 'container')).toMatchObject([{ cold: false, body: '{"n":2}' }]);
    expect(deployed).toEqual({ function: before.function + 1, container: before.container + 1 });
  });

  it('shares one deployment among runs of the same code at the same time', async () => {
    const before = deployed.container;
    const jobs = [1, 2, 3].map(() => play(COUNTER, { sides: ['container'] }));
    const all = jobs.map((job) => interactive.handle(job));
    expect(interactive.activeRuns).toBe(3);
    await Promise.all(all);
    expect(interactive.activeRuns).toBe(0);
    expect(deployed.container).toBe(before + 1);
    const replicas = jobs.flatMap(({ runId }) =>
      board.invocations(runId).map(({ instanceId }) => instanceId),
    );
    expect(new Set(replicas).size).toBe(1);
  });

  it('deploys anew when the code, the memory or the timeout differ', async () => {
    const before = deployed.function;
    const only = { sides: ['function' as const] };
    await interactive.handle(play(COUNTER, only));
    await interactive.handle(play(`${COUNTER}\n`, only));
    await interactive.handle(play(COUNTER, { ...only, memoryMiB: 300 }));
    await interactive.handle(play(COUNTER, { ...only, timeoutMs: 4_000 }));
    expect(deployed.function).toBe(before + 4);
  });

  it('gives the code a slow service when it uses it', async () => {
    const job = play('export const handler = () => "SLOW_SOCKET" in process.env;', { sides: ['function'] });
    await interactive.handle(job);
    expect(board.invocations(job.runId).map(({ body }) => body)).toEqual(['true']);
  });

  it('gives code that asks for no service none', async () => {
    const job = play(
      "export const handler = () => ['STORE', 'SLOW'].some((name) => name + '_SOCK' + 'ET' in process.env);",
    );
    await interactive.handle(job);
    expect(board.invocations(job.runId).map(({ body }) => body)).toEqual(['false', 'false']);
  });
});

describe('trouble in a playground run', () => {
  it('a syntax error is said once, for both sides, and the run ends in order', async () => {
    const job = play('export const handler = () => {');
    await interactive.handle(job);
    expect(board.of(job.runId)).toMatchObject([
      { kind: 'failed', side: null, problem: { code: 'handler-syntax-error', owner: 'yours' } },
      { kind: 'done' },
    ]);
  });

  it('a side that cannot be deployed does not keep the other from answering', async () => {
    const only = "import os from 'node:os'; if (os.hostname() === 'container') throw new Error('not here');";
    const job = play(`${only} export const handler = () => 'there';`);
    await interactive.handle(job);
    const failed = board.of(job.runId).filter(({ kind }) => kind === 'failed');
    expect(failed).toMatchObject([{ side: 'container', problem: { code: 'init-error', owner: 'yours' } }]);
    expect(board.invocations(job.runId)).toMatchObject([{ side: 'function', outcome: 'ok', body: 'there' }]);
    expect(kinds(job.runId).at(-1)).toBe('done');
  });

  it('what failed to deploy is tried again by the next press', async () => {
    const broken = 'throw new Error("no");\nexport const handler = () => 1;';
    const before = deployed.container;
    for (const job of [play(broken), play(broken)]) {
      await interactive.handle(job);
      expect(board.of(job.runId).filter(({ kind }) => kind === 'failed')).toHaveLength(1);
    }
    expect(deployed.container).toBe(before + 2);
  });

  it.each([
    ['throws', 'export const handler = () => { throw new TypeError("bad"); };', 'handler-error'],
    ['hangs', 'export const handler = () => new Promise(() => { setInterval(() => {}, 1000); });', 'timeout'],
    ['exits', 'export const handler = () => process.exit(3);', 'exited'],
    ['returns what is no JSON', 'export const handler = () => 1n;', 'invalid-response'],
  ])('a handler that %s is an answer on both sides, not a failed run', async (_name, code, outcome) => {
    const job = play(code, { timeoutMs: 500 });
    await interactive.handle(job);
    expect(board.invocations(job.runId).map((invocation) => invocation.outcome)).toEqual([outcome, outcome]);
    expect(kinds(job.runId).filter((kind) => kind === 'failed')).toEqual([]);
    expect(kinds(job.runId).at(-1)).toBe('done');
  });

  it('an answer and a log that a database could not keep are made fit for it', async () => {
    const job = play(
      "export const handler = () => { console.log('a\\0b'); return { statusCode: 200, body: '\\0\\ud800' + 'x'.repeat(200000) }; };",
    );
    await interactive.handle(job);
    const text = JSON.stringify(board.of(job.runId));
    expect(text).not.toMatch(/\\u0000|\\ud800/i);
    expect(text.length).toBeLessThan(300_000);
    expect(board.invocations(job.runId)[0]?.body).toMatch(/more characters are not shown\.$/);
  });
});

describe('kill and the live list', () => {
  it('kills an instance on either side; the next request starts cold, and the list follows', async () => {
    const job = play(COUNTER);
    await interactive.handle(job);
    const ids = board.invocations(job.runId).map(({ instanceId }) => instanceId ?? '');
    const listed = () => (board.lists().at(-1) ?? []).map(({ id }) => id);
    await until('both are listed', () => ids.every((id) => listed().includes(id)));
    for (const instanceId of ids) await interactive.handle({ kind: 'kill', browser: 'browser', instanceId });
    await until('both are gone', () => !ids.some((id) => listed().includes(id)));
    const again = play(COUNTER);
    await interactive.handle(again);
    expect(board.invocations(again.runId).map(({ body }) => body)).toEqual(['{"n":1}', '{"n":1}']);
  });

  it('ends the run of what is killed while it answers, on either side', async () => {
    const job = play('export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {
      timeoutMs: 60_000,
    });
    const running = interactive.handle(job);
    const busy = (on: Side) =>
      (board.lists().at(-1) ?? []).find(({ side, state }) => side === on && state === 'busy')?.id;
    for (const side of ['function', 'container'] as const) {
      await until(`the ${side} answers`, () => busy(side) !== undefined);
      await interactive.handle({ kind: 'kill', browser: 'browser', instanceId: busy(side) ?? '' });
      await until(`that of the ${side} is told`, () => board.invocations(job.runId, side).length === 1);
    }
    await running;
    const outcomes = board.invocations(job.runId).map(({ outcome }) => outcome);
    expect(outcomes).toHaveLength(2);
    expect(outcomes).not.toContain('ok');
    expect(kinds(job.runId).at(-1)).toBe('done');
  });

  it('does nothing about an instance that is gone', async () => {
    await expect(
      interactive.handle({ kind: 'kill', browser: 'browser', instanceId: 'nobody' }),
    ).resolves.toBeUndefined();
  });

  it('publishes an empty list first and last', async () => {
    await interactive.handle(play(COUNTER, { count: 10 }));
    await until('all are listed', () => (board.lists().at(-1) ?? []).length === 11);
    await interactive[Symbol.asyncDispose]();
    expect(board.lists()[0]).toEqual([]);
    expect(board.lists().at(-1)).toEqual([]);
  });
});

describe('two browsers', () => {
  const only = { sides: ['function' as const] };

  it('share no process, no list, no store and no kill', async () => {
    const [mine, theirs] = [play(COUNTER, only, 'a'), play(COUNTER, only, 'b')];
    await interactive.handle(mine);
    await interactive.handle(theirs);
    expect(board.invocations(theirs.runId)).toMatchObject([{ cold: true, body: '{"n":1}' }]);
    const [own = ''] = board.invocations(mine.runId).map(({ instanceId }) => instanceId ?? '');
    const listed = (browser: string) => (board.lists(browser).at(-1) ?? []).map(({ id }) => id);
    await until('each has its own', () => listed('a').length === 1 && listed('b').length === 1);
    expect(listed('a')).toEqual([own]);
    expect(listed('b')).not.toEqual([own]);
    await interactive.handle({ kind: 'kill', browser: 'b', instanceId: own });
    const again = play(COUNTER, only, 'a');
    await interactive.handle(again);
    expect(board.invocations(again.runId)).toMatchObject([{ cold: false, body: '{"n":2}' }]);
  });

  it('of many keep what they deployed only those that came last, and none is disturbed at work', async () => {
    await using few = createInteractive({ executors, stores, publish: board.publish, browsers: 1 });
    const slow = play(
      'export const handler = () => new Promise((done) => setTimeout(() => done("kept"), 1500));',
      only,
      'slow',
    );
    const running = few.handle(slow);
    await until('it is at work', () => kinds(slow.runId).filter((kind) => kind === 'doing').length === 2);
    await few.handle(play(COUNTER, only, 'c'));
    await running;
    expect(board.invocations(slow.runId)).toMatchObject([{ outcome: 'ok', body: 'kept' }]);
    await few.handle(play(COUNTER, only, 'd'));
    await until('those that came before have left', () =>
      ['slow', 'c'].every((browser) => board.lists(browser).at(-1)?.length === 0),
    );
    const back = play(COUNTER, only, 'c');
    await few.handle(back);
    expect(board.invocations(back.runId)).toMatchObject([{ cold: true, body: '{"n":1}' }]);
    await until('it is listed again', () => board.lists('c').at(-1)?.length === 1);
  });
});

describe('a lesson run', () => {
  it('ends with its outcome and done, and leaves nothing', async () => {
    const job = lesson('statelessness');
    await interactive.handle(job);
    expect(board.of(job.runId).slice(-2)).toMatchObject([
      { kind: 'outcome', result: { lesson: 'statelessness', answer: 'kept-when-reused' } },
      { kind: 'done' },
    ]);
    expect(kinds(job.runId)).toContain('instances');
    expect(board.invocations(job.runId)).toHaveLength(18);
  });

  it('a lesson that there is not fails in order', async () => {
    const job = lesson('nonsense');
    await interactive.handle(job);
    expect(board.of(job.runId)).toMatchObject([
      { kind: 'failed', side: null, problem: { code: 'no-such-lesson' } },
      { kind: 'done' },
    ]);
  });

  it('is ended at its deadline', async () => {
    await using hasty = createInteractive({ executors, stores, publish: board.publish, lessonDeadline: 300 });
    const job = lesson('scale-to-zero');
    await hasty.handle(job);
    expect(board.of(job.runId).slice(-2)).toMatchObject([
      { kind: 'failed', problem: { code: 'lesson-deadline' } },
      { kind: 'done' },
    ]);
  });
});

describe('the end of the engine', () => {
  it('does not wait for code that takes long to load', async () => {
    const job = play(
      'await new Promise((done) => setTimeout(done, 9_000));\nexport const handler = () => 1;',
    );
    const running = interactive.handle(job);
    await until('it is being deployed', () => kinds(job.runId).includes('doing'));
    await interactive[Symbol.asyncDispose]();
    await running;
    expect(kinds(job.runId).at(-1)).toBe('done');
    expect(board.invocations(job.runId, 'container')).toEqual([]);
  });

  it('ends what runs, in order', async () => {
    const hanging = play('export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {
      timeoutMs: 60_000,
    });
    const slow = lesson('scale-to-zero');
    const all = [interactive.handle(hanging), interactive.handle(slow)];
    await until('both run', () => [hanging, slow].every(({ runId }) => kinds(runId).includes('deployed')));
    await interactive[Symbol.asyncDispose]();
    await Promise.all(all);
    expect(kinds(hanging.runId).at(-1)).toBe('done');
    expect(board.of(slow.runId).slice(-2)).toMatchObject([
      { kind: 'failed', problem: { code: 'engine-stopping' } },
      { kind: 'done' },
    ]);
    const late = play(COUNTER);
    await interactive.handle(late);
    expect(board.of(late.runId)).toMatchObject([
      { kind: 'failed', problem: { code: 'engine-stopping' } },
      { kind: 'done' },
    ]);
  });
});
