import { describe, expect, it } from 'vitest';
import { type Problem, toProblem } from '#lib/domain/errors.ts';
import type { InstanceSnapshot, Invocation } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import type { InteractiveEvent, LiveEvent } from '#lib/domain/live/events.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { Recorder } from '../experiment/recorder.ts';
import { LiveList } from './live-list.ts';
import { RunEvents } from './run-events.ts';
import { until } from './testing/stage.ts';

const doing = (text: string): InteractiveEvent => ({ kind: 'doing', text });

describe('the events of a run', () => {
  it('are published in order, one after another, however long each takes', async () => {
    const told: LiveEvent[] = [];
    let open = 0;
    const events = new RunEvents(async (event) => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, told.length === 0 ? 20 : 0));
      told.push(event);
      open -= 1;
    });
    const all = ['a', 'b', 'c', 'd'].map(doing);
    for (const event of all) events.emit(event);
    await events.flush();
    expect(told).toEqual(all);
  });

  it('go on after one that could not be published, which is told at the end', async () => {
    const told: LiveEvent[] = [];
    const events = new RunEvents(async (event) => {
      if (event.kind === 'doing') throw new Error('the database is away');
      told.push(event);
    });
    events.emit(doing('lost'));
    events.emit({ kind: 'done' });
    await expect(events.flush()).rejects.toThrow('the database is away');
    expect(told).toEqual([{ kind: 'done' }]);
  });
});

describe('a problem in an event, and in a report', () => {
  const stack = `Error: no\n    at load (${projectRoot}/lib/engine/x.ts:1:2)\n    at handler (/var/task/h.mjs:3:4)`;
  const unforeseen = toProblem(new Error(`cannot read ${projectRoot}/secret`));
  const told: Problem = { code: 'timeout', owner: 'yours', message: 'It is late.', remedy: 'Wait.' };
  const withPlaces = { ...told, message: `See ${projectRoot}/x.`, detail: stack };
  const ending = { side: 'function', outcome: 'unavailable', status: null, cold: false } as const;
  const times = { queued: 0, init: 0, handler: 0, billed: 0 };
  const invocation = (problem: Problem): Invocation => ({
    ...{ requestId: 'r', instanceId: 'i', body: null, log: '', problem },
    ...{ ...ending, ...times },
  });
  const { side: _, ...ended } = ending;
  const failed: Sample = {
    ...{ ...ended, ...times, candidate: 'a', block: 0, index: 0, instanceId: null },
    ...{ scheduledAt: 0, sentAt: 0, receivedAt: 1 },
  };

  it('has neither our stack nor a path of the machine, and all that is the user’s', async () => {
    const events: InteractiveEvent[] = [];
    const run = new RunEvents(async (event) => void events.push(event));
    const recorder = new Recorder();
    for (const problem of [unforeseen, withPlaces, told]) {
      run.emit({ kind: 'failed', side: null, problem });
      const at = { index: 0, startedAtMs: 0, endedAtMs: 1 };
      run.emit({ kind: 'invocation', side: 'function', ...at, invocation: invocation(problem) });
      recorder.add(failed, invocation(problem));
    }
    await run.flush();
    const all = JSON.stringify([events, recorder.failures]);
    expect(all).not.toContain(projectRoot);
    expect(all).not.toMatch(/\.ts:\d|node:/);
    const problems = events.flatMap((event) => (event.kind === 'failed' ? [event.problem] : []));
    expect(problems).toMatchObject([
      { code: 'internal-error', owner: 'ours', message: 'Crossover failed at this.' },
      { message: 'See crossover/x.', detail: 'Error: no\n    at handler (/var/task/h.mjs:3:4)' },
      told,
    ]);
    expect(recorder.failures.map(({ message }) => message)).toEqual(problems.map(({ message }) => message));
  });
});

describe('the live list', () => {
  const instance = (id: string): InstanceSnapshot => ({
    ...{ id, side: 'function', state: 'idle', startedAt: 0 },
    ...{ init: 1, served: 1, inFlight: 0, memoryUsed: null },
  });

  it('tells the newest state, not every change', async () => {
    let instances: InstanceSnapshot[] = [];
    const told: string[][] = [];
    const list = new LiveList(
      () => instances,
      async (event) => void told.push(event.instances.map(({ id }) => id)),
    );
    for (let n = 0; n < 1_000; n += 1) {
      instances = [instance(`i${n}`)];
      list.changed();
    }
    await until('the last one is told', () => told.at(-1)?.[0] === 'i999');
    expect(told.length).toBeLessThan(10);
    await list[Symbol.asyncDispose]();
    expect(told.at(-1)).toEqual([]);
  });

  it('is told again after it could not be published', async () => {
    const told: string[][] = [];
    let away = true;
    await using list = new LiveList(
      () => [instance('a')],
      async (event) => {
        if (away) throw new Error('the database is away');
        told.push(event.instances.map(({ id }) => id));
      },
    );
    list.changed();
    away = false;
    await until('it is told', () => told.at(-1)?.[0] === 'a');
  });

  it('is silent after its end', async () => {
    let told = 0;
    const list = new LiveList(
      () => [instance('a')],
      async () => {
        told += 1;
      },
    );
    await list[Symbol.asyncDispose]();
    const before = told;
    list.changed();
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toBe(before);
  });
});
