import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySide } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { below } from '#lib/executors/host/process-tree.ts';
import { commandLine } from '#lib/executors/host/testing/processes.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { type EngineChild, startEngine } from '../start/engine-child.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
const scratch = mkdtempSync(join(tmpdir(), 'crossover-cli-'));
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await db[Symbol.asyncDispose]();
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The command line as a user or a CI job calls it, on a database of its own. */
function crossover(args: string[], onErr: (text: string, pid: number) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(projectRoot, 'lib/cli/crossover.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => (ended.out += chunk));
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
    onErr(String(chunk), child.pid ?? 0);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

/** Written as a user would: a description, and its code in a file beside it. Gives the path of the description. */
function written(entry: string, content: string, over: object = {}): string {
  const workload = {
    ...{ name: 'Mine', memoryMiB: 256, timeoutMs: 3_000, state: 'none' },
    code: { entry, handler: 'handler', files: [entry] },
    trigger: { kind: 'http', requests: [{ method: 'GET', path: '/' }] },
    traffic: { requestsPerMonth: 3_000_000, shape: 'steady' },
    latencyTarget: { percentile: 95, ms: 100 },
    ...over,
  };
  const file = join(scratch, `${entry}.json`);
  writeFileSync(join(scratch, entry), content);
  writeFileSync(file, JSON.stringify(workload));
  return file;
}

/** The engine below the process, by its command line. */
const engineBelow = (pid: number) =>
  below(pid).find((child) => commandLine(child).includes('lib/engine/main.ts'));

const QUICK = 'export const handler = () => ({ statusCode: 200, body: "here" });';
const quick = (...args: string[]) => ['run', '--workload', written('quick.mjs', QUICK), ...args];

describe('crossover run that starts an engine', () => {
  it('fails with the log of a handler that throws', async () => {
    const throwing =
      'export const handler = (e: object) => { console.log("seen"); throw new Error("mine"); };';
    const { code, err, out } = await crossover(['run', '--workload', written('h.ts', throwing)]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/mine[\s\S]*seen/);
  });

  it('ends when its engine is killed with -9, and says that the run was interrupted', async () => {
    let killed = false;
    const { code, err } = await crossover(quick('--seconds', '60', '--starts', '0'), (text, pid) => {
      const engine = text.includes('Measuring') && !killed ? engineBelow(pid) : undefined;
      if (!engine) return;
      killed = true;
      process.kill(engine, 'SIGKILL');
    });
    expect(killed).toBe(true);
    expect(err).toMatch(/ended: interrupted/);
    expect(code).toBe(1);
  });
});

describe('crossover run beside an engine', () => {
  let engine: EngineChild;
  beforeAll(async () => {
    engine = await startEngine(db.url);
  });
  afterAll(() => engine.child.stop());

  it('prints a report as JSON and nothing else: a callback is waited for, errors that nobody awaits are told', async () => {
    const code = `let n = 0; exports.handler = (event, context, callback) => {
      n += 1;
      if (n % 12 === 0) {
        context.callbackWaitsForEmptyEventLoop = false;
        Promise.reject('stray');
        return callback(null, { statusCode: 200, body: 'answered' });
      }
      setTimeout(() => callback(null, { statusCode: 200, body: 'worked' }), 40);
    };`;
    const requests = ['GET', 'HEAD', 'OPTIONS'].map((method) => ({ method, path: '/' }));
    const file = written('index.js', code, { trigger: { kind: 'http', requests } });
    const {
      code: exit,
      out,
      err,
    } = await crossover([
      ...['run', '--workload', file, '--seconds', '2', '--rate', '20', '--rounds', '1', '--starts', '1'],
      ...['--engine', 'runc', '--json'],
    ]);
    expect(err).not.toContain('Starting the engine');
    expect(err).toContain('Measuring the container side');
    const { plan, candidates, warnings, assumptions, verdict } = JSON.parse(out) as Report;
    const sides = bySide({ candidates });
    // On a machine that is busy with other things there may be no verdict.
    expect(exit).toBe(verdict.choice === 'none' ? 3 : 0);
    expect(sides.function.requests).toBe(sides.container.requests);
    expect(sides.container.starts?.times).toHaveLength(1);
    expect(plan.containerEngine).toBe('runc');
    expect(sides.container.build.engine).toMatch(/^runc \d/);
    expect(sides.function.good).toBe(sides.function.requests);
    const { function: fn, container } = sides;
    for (const figure of [fn.reported?.p50?.value, fn.handler?.p50?.value, container.reported?.max])
      expect(figure).toBeGreaterThan(35);
    // A container that ends takes those with it that wait in it; of many at once only the stray one is answered.
    for (const { ends } of [fn, container]) expect(ends).toBeGreaterThan(0);
    expect(warnings.filter((text) => text.includes('ended by themselves'))).toHaveLength(2);
    expect(assumptions.join()).toContain('refuses them from Node 24');
  });

  it('prints the table with the verdict, and what was sent', async () => {
    const ramp = '{"kind":"ramp","fromPerSecond":2,"toPerSecond":20,"seconds":4}';
    const { code, out, err } = await crossover(
      quick('--seconds', '2', '--blocks', '1', '--starts', '0', '--pattern', ramp, '--span', '4'),
    );
    expect(out).toContain('a ramp from 2/s to 20/s in 4 s, Poisson; 4 s in each turn of 2 s, 2 times faster');
    expect(out).toContain('Compressed time: One request of 2 is sent');
    expect(err.indexOf('20/s at the peak')).toBeGreaterThan(-1);
    expect(err.indexOf('20/s at the peak')).toBeLessThan(err.indexOf('Measuring'));
    expect(out).toMatch(/Function +Container +Difference/);
    expect(out).toMatch(/Cost of a month +\$/);
    expect(code).toBe(out.includes('No verdict: ') ? 3 : 0);
  });

  it('judges requests of an hour by limits and bill alone, without sending one', async () => {
    const hour = 'export const handler = () => new Promise((done) => setTimeout(done, 3_600_000));';
    const described = { timeoutMs: 900_000, durationSeconds: 3600 };
    const traffic = { requestsPerMonth: 1000, shape: 'steady' };
    const file = written('long.mjs', hour, { ...described, traffic });
    const { code, out, err } = await crossover(['run', '--workload', file, '--starts', '1', '--json']);
    expect(err).toContain('A request takes 60 min as described');
    const { verdict, candidates, cost } = JSON.parse(out) as Report;
    expect(verdict).toMatchObject({ choice: 'b', confidence: 'clear' });
    expect(verdict.sentence).toContain('AWS Lambda stops after 15 min');
    expect(candidates.map(({ requests }) => requests)).toEqual([0, 0]);
    expect(cost.usage?.durationsMs).toEqual([3_600_000]);
    expect(code).toBe(0);
  });

  it('is cancelled by a Ctrl-C, which comes twice: from the terminal and from npm', async () => {
    let asked = false;
    const { code, err } = await crossover(quick('--seconds', '60', '--starts', '0'), (text, pid) => {
      if (asked || !text.includes('Measuring')) return;
      asked = true;
      process.kill(pid, 'SIGINT');
      setTimeout(() => process.kill(pid, 'SIGINT'), 10);
    });
    expect(err).toMatch(/ended: cancelled/);
    expect(code).toBe(1);
  });
});

describe('crossover run that cannot begin', () => {
  it.each([
    [['run', '--sample', 'cpu', '--engine', 'rkt'], /auto, docker, podman, runc/],
    [['run'], /Say what to run/],
    [['run', '--sample', 'nope'], /no sample called "nope"/],
    [['run', '--sample', 'cpu', '--seconds', '-1'], /--seconds: At least 2 s/],
    [['run', '--workload', '/nowhere/workload.json'], /nowhere/],
  ])('says what is wrong with %j', async (args, words) => {
    const { code, err } = await crossover(args);
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/ {4}at /);
  });
});

describe('the other commands', () => {
  it('list the samples and what the machine can do', async () => {
    const samples = await crossover(['samples', '--json']);
    expect(JSON.parse(samples.out)).toMatchObject([
      { slug: 'blog' },
      { slug: 'cpu' },
      { slug: 'slow-service' },
    ]);
    const doctor = await crossover(['doctor', '--json']);
    expect(JSON.parse(doctor.out).capabilities.map(({ id }: { id: string }) => id)).toContain('bubblewrap');
    expect(doctor.code).toBe(0);
  });
});
