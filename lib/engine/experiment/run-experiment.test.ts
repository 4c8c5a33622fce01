import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { ID } from '#lib/domain/execution/testing/sample.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { inRuntime, type Workload, type WorkloadInput } from '#lib/domain/workload/workload.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { loadSample } from '#lib/samples/load.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';
import { database } from '#lib/server/database/database.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findExperiment, insertExperiment } from '#lib/server/repositories/experiments.ts';
import { loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { cancelExperiment } from '#lib/server/services/cancel-experiment.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { systemClock } from '../clock.ts';
import { describeThisMachine } from '../machine.ts';
import { OpenStores } from '../stores/open-stores.ts';
import { type ExperimentContext, runExperiment } from './run-experiment.ts';

const stack = new AsyncDisposableStack();
let context: ExperimentContext;
let machine: MachineInfo;
beforeAll(async () => {
  stack.use(await useTestDatabase());
  const executors = {
    function: stack.use(createFunctionExecutor()),
    container: stack.use(createContainerExecutor({ engine: 'runc' })),
  };
  machine = await describeThisMachine([executors.function, executors.container]);
  context = {
    engineId: '01a1fbb9-51e2-710b-80fa-ec273c0c74fa',
    executors,
    machine: async () => machine,
    clock: systemClock,
    stores: stack.use(new OpenStores(systemClock)),
    signal: new AbortController().signal,
    disturbed: () => false,
  };
});
afterAll(() => stack.disposeAsync());

const stored = async (workload: Workload, plan: Partial<ExperimentPlan> = {}) => {
  const { id } = await insertWorkload(workload);
  const wishes = { secondsPerCandidate: 2, ratePerSecond: 20, rounds: 1, starts: 1, ...plan };
  return (await insertExperiment(id, ExperimentPlan.parse(wishes))).id;
};

/** Code that fails somehow, given up after half a second. */
const withCode = (content: string, more: Partial<WorkloadInput> = {}): Workload =>
  quickWorkload(content, { timeoutMs: 500, ...more });

const eventsOf = async (id: string): Promise<ExperimentEvent[]> => {
  const rows = await database().prisma.liveEventRow.findMany({
    where: { topic: topics.experiment(id) },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ payload }: { payload: unknown }) => payload as ExperimentEvent);
};

/** The report of the candidate of that side; fails the test where there is no report. */
function of(report: Report | undefined, side: Side) {
  if (report === undefined) throw new Error('There is no report.');
  return bySide(report)[side];
}

/**
 * So slow that a machine with other things to do loads the code of the blog in time: a request that finds every
 * environment loading starts another one.
 */
const UNHURRIED = { ratePerSecond: 6, secondsPerCandidate: 4 };

describe('an experiment', () => {
  it('runs the blog on both sides, stores every sample and ends in a report', async () => {
    const id = await stored(loadSample('blog'), { ...UNHURRIED, starts: 2 });
    await runExperiment(id, context);
    const experiment = await findExperiment(id);
    expect(experiment).toMatchObject({ state: 'done', problem: null });
    const { report } = experiment ?? {};
    const samples = await loadSamples(id);
    for (const side of ['function', 'container'] as const) {
      const own = samples.filter((sample) => sample.candidate === ID[side]);
      expect(of(report, side).requests).toBe(own.length);
      expect(own.length).toBeGreaterThan(10);
      expect(of(report, side).starts).toMatchObject({ wanted: 2, problem: null });
      expect(of(report, side).starts?.times.every((ms) => ms > 5)).toBe(true);
      expect(of(report, side).starts?.times).toHaveLength(2);
      expect(of(report, side)).toMatchObject({ good: own.length, failures: [] });
    }
    expect(of(report, 'function').cold.count).toBeGreaterThan(0);
    expect(of(report, 'container').cold.count).toBe(0);
    for (const side of SIDES) expect(of(report, side).init.mean).toBeGreaterThan(0);
    expect(of(report, 'function').build.zipBytes).toBeGreaterThan(200);
    expect(of(report, 'container').build).toMatchObject({ layers: 2, buildTime: expect.any(Number) });
    expect(of(report, 'container').bill.totalUsd).toBeGreaterThan(0);
    expect(report?.lockIn.findings.length).toBeGreaterThan(0);
    expect(await storeRows()).toBe(0);
  });

  it('runs code in Python on both sides by one Python, which its report names', async () => {
    const blog = loadSample('blog');
    const id = await stored(inRuntime(blog, 'python') ?? blog, UNHURRIED);
    await runExperiment(id, context);
    const { report, problem } = (await findExperiment(id)) ?? {};
    expect(problem).toBeNull();
    const sides = [of(report, 'function'), of(report, 'container')];
    for (const side of sides) expect(side).toMatchObject({ good: side?.requests, failures: [] });
    expect(sides.map((side) => side?.build.runtime)).toEqual(Array(2).fill(`Python ${machine.python}`));
    expect(of(report, 'container').build.baseBytes).toBeGreaterThan(10 << 20);
    expect(of(report, 'function').cold.count).toBeGreaterThan(0);
    expect(report?.lockIn.unread).toEqual(blog.variants?.[0]?.files.map(({ path }) => path));
    expect(report?.lockIn.sentence).toMatch(/^Coupling to vendors is not judged/);
  });

  it('tells its states in order and never goes back in its progress, warm-up included', async () => {
    const id = await stored(quickWorkload(), { warmupSeconds: 1, rounds: 2 });
    // The computer sleeps for ten minutes after the measurement has begun.
    let slept = 0;
    const sleeps = () => {
      slept = 600_000;
      return false;
    };
    const clock = { ...systemClock, wall: () => new Date(Date.now() + slept) };
    await runExperiment(id, { ...context, clock, disturbed: sleeps });
    const { report } = (await findExperiment(id)) ?? {};
    expect(report?.warnings).toContainEqual(expect.stringContaining('jumped forward by 10 min'));
    expect(of(report, 'function').warmUp?.cold).toBeGreaterThan(0);
    expect(of(report, 'container').warmUp?.requests).toBe(of(report, 'function').warmUp?.requests);
    expect((await loadSamples(id)).filter(({ block }) => block === -1).length).toBeGreaterThan(0);
    expect(report?.generator?.lateness.p99Ms).toBeGreaterThan(0);
    const events = await eventsOf(id);
    const states = events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    expect(states).toEqual(['preparing', 'running', 'analysing', 'done']);
    const done = events.flatMap((event) => (event.kind === 'progress' ? [event.done] : []));
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const totals = events.flatMap((event) => (event.kind === 'progress' ? [event.total] : []));
    expect(new Set(totals)).toEqual(new Set([2 * (report?.plan.secondsPerCandidate ?? 0)]));
    expect(events.some(({ kind }) => kind === 'seconds')).toBe(true);
  });

  it('runs the containers by the engine that the plan names, and fails with what to do when it is not there', async () => {
    const [named, absent] = [
      await stored(quickWorkload(), { containerEngine: 'runc' }),
      await stored(quickWorkload(), { containerEngine: 'docker' }),
    ];
    await runExperiment(named, context);
    const { report } = (await findExperiment(named)) ?? {};
    expect(report?.plan.containerEngine).toBe('runc');
    expect(of(report, 'container').build.engine).toMatch(/^runc \d/);
    expect(report?.machine).not.toHaveProperty('engines');
    await runExperiment(absent, context);
    expect(await findExperiment(absent)).toMatchObject({
      state: 'failed',
      problem: { code: 'container-engine-not-there', owner: 'yours' },
    });
  });

  it.each([
    ['a syntax error', 'export const handler = (', 'handler-syntax-error', /handler\.mjs:1/],
    ['no such export', 'export const other = 1;', 'handler-not-exported', /other/],
    [
      'a throw at load',
      'export const handler = () => 1; throw new Error("no config");',
      'init-error',
      /no config/,
    ],
    [
      'a handler that always throws',
      'export const handler = () => { console.log("here"); throw new Error("broken") }',
      'handler-error',
      /broken/,
    ],
    [
      'a handler that hangs',
      'export const handler = () => new Promise(() => setInterval(() => {}, 1e6))',
      'handler-timeout',
      /500/,
    ],
    ['a handler that exits', 'export const handler = () => process.exit(3)', 'handler-exited', /3/],
    ['an answer that is no JSON', 'export const handler = () => 10n', 'invalid-response', /JSON|BigInt/i],
    [
      'a handler that eats memory',
      'export const handler = () => { const a = []; for (;;) a.push(Buffer.alloc(1e7, 1)) }',
      'out-of-memory',
      /memory/,
    ],
  ])('fails in order with the reason for %s', async (_what, content, code, words) => {
    const id = await stored(
      withCode(content, { memoryMiB: 128, timeoutMs: code === 'out-of-memory' ? 10_000 : 500 }),
    );
    await runExperiment(id, context);
    const experiment = await findExperiment(id);
    expect(experiment).toMatchObject({ state: 'failed', problem: { code, owner: 'yours' } });
    expect(`${experiment?.problem?.message}\n${experiment?.problem?.detail}`).toMatch(words);
  });

  it('measures a workload that fails now and then, and counts its failures as such', async () => {
    const content =
      'let n = 0; export const handler = () => { n += 1; if (n % 3 === 0) throw new Error("every third"); return n; }';
    const id = await stored(withCode(content));
    await runExperiment(id, context);
    const report = (await findExperiment(id))?.report;
    expect(of(report, 'container').outcomes['handler-error']).toBeGreaterThan(0);
    expect(of(report, 'container').good).toBeGreaterThan(0);
    expect(of(report, 'container').failures[0]).toMatchObject({
      message: expect.stringContaining('every third'),
    });
  });

  it('ends although the code prints and throws what Postgres cannot keep', async () => {
    const bad = 'console.log("log\\0\\ud800"); throw new Error("bad\\0\\ud800")';
    const never = await stored(withCode(`export const handler = () => { ${bad} }`));
    await runExperiment(never, context);
    const { state, problem } = (await findExperiment(never)) ?? {};
    expect(state).toBe('failed');
    expect(problem).toMatchObject({ code: 'handler-error', owner: 'yours' });
    expect(problem?.message).toContain('bad␀');
    const often = await stored(
      withCode(`let n = 0; export const handler = () => { if (n++ % 2) { ${bad} } return n; }`),
    );
    await runExperiment(often, context);
    const done = await findExperiment(often);
    expect(done).toMatchObject({ state: 'done', problem: null });
    expect(of(done?.report, 'container').failures[0]?.message).toContain('bad␀');
  });

  it('is cancelled in the middle and keeps what it had', async () => {
    const id = await stored(quickWorkload(), { secondsPerCandidate: 60 });
    const running = runExperiment(id, context);
    while ((await findExperiment(id))?.samples === 0) await sleep(100);
    await cancelExperiment(id);
    await running;
    const experiment = await findExperiment(id);
    expect(experiment?.state).toBe('cancelled');
    expect(experiment?.samples).toBeGreaterThan(0);
  });

  it('is not run when it was cancelled while it waited, nor twice', async () => {
    const id = await stored(quickWorkload());
    await cancelExperiment(id);
    await runExperiment(id, context);
    expect(await findExperiment(id)).toMatchObject({ state: 'cancelled', samples: 0, startedAt: null });
  });

  it('is interrupted in order when the engine stops', async () => {
    const stopping = new AbortController();
    const id = await stored(quickWorkload(), { secondsPerCandidate: 60 });
    const running = runExperiment(id, { ...context, signal: stopping.signal });
    while ((await findExperiment(id))?.samples === 0) await sleep(100);
    stopping.abort();
    await running;
    expect(await findExperiment(id)).toMatchObject({
      state: 'interrupted',
      problem: { code: 'engine-stopped' },
    });
  });

  it('whose samples cannot be stored ends at once, and it is our fault', async () => {
    const { pool } = database();
    await pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`);
    await pool.query('CREATE TRIGGER disk_full BEFORE INSERT ON sample_chunk EXECUTE FUNCTION refuse()');
    try {
      // A turn is far longer than a test may take.
      const id = await stored(quickWorkload(), { secondsPerCandidate: 600, rounds: 1 });
      await runExperiment(id, context);
      const { state, problem } = (await findExperiment(id)) ?? {};
      expect([state, problem?.owner]).toEqual(['failed', 'ours']);
      // The terminal has the words of the database; others watch the run too.
      expect(problem?.remedy).toContain('the terminal');
      const told = await pool.query('SELECT payload FROM live_event WHERE topic = $1', [
        topics.experiment(id),
      ]);
      expect(JSON.stringify([problem, told.rows])).not.toMatch(/the disk is full|\n\s+at |file:/);
    } finally {
      await pool.query('DROP FUNCTION refuse CASCADE');
    }
  });
});

const storeRows = () => database().prisma.storeItemRow.count();
