import { afterAll, describe, expect, it } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { lessonCode, listLessons } from './lessons.ts';
import { LiveContext } from './live-context.ts';
import { runLesson } from './run.ts';
import { realExecutors } from './testing/rehearsal.ts';

const executors = realExecutors();
afterAll(() => executors[Symbol.asyncDispose]());

describe('the course', () => {
  it('has its lessons in order, each with code, a prediction and the limits of its claim', () => {
    const lessons = listLessons();
    expect(lessons.map(({ slug }) => slug)).toEqual([
      'cold-start',
      'one-request-per-environment',
      'statelessness',
      'scale-to-zero',
    ]);
    expect(lessons.map(({ order }) => order)).toEqual([1, 2, 3, 4]);
    for (const { slug, prediction, limits, text, code } of lessons) {
      const ids = new Set(prediction.options.map(({ id }) => id));
      expect(ids.size, slug).toBe(prediction.options.length);
      expect(ids.size, slug).toBeGreaterThanOrEqual(3);
      expect(limits.length, slug).toBeGreaterThan(0);
      expect(text.length, slug).toBeGreaterThan(0);
      expect(code[0]?.content, slug).toContain('handler');
    }
  });

  it('teaches plainly: no exclamation marks, no markup', () => {
    const texts = listLessons().map(({ code: _, ...rest }) => rest);
    expect(JSON.stringify(texts)).not.toMatch(/!|\*\*|`|<\/?\w+>/);
  });

  it('refuses a lesson that there is not, also one that is a path', () => {
    for (const slug of ['nonsense', '../lessons/cold-start', '']) {
      expect(() => lessonCode(slug)).toThrowError(CrossoverError);
    }
  });
});

describe('the context of a run', () => {
  const open = (signal: AbortSignal, events: InteractiveEvent[] = []) =>
    new LiveContext({ executors: executors.sides, signal, emit: (event) => events.push(event) });
  const code = lessonCode('statelessness');

  it('refuses a lesson without an experiment', async () => {
    await using context = open(new AbortController().signal);
    await expect(runLesson('nonsense', context)).rejects.toMatchObject({
      problem: { code: 'no-such-lesson', owner: 'yours' },
    });
  });

  it('removes what it deployed and tells nothing of it afterwards', async () => {
    const events: InteractiveEvent[] = [];
    const context = open(new AbortController().signal, events);
    const deployment = await context.deploy('function', code);
    await context.invoke(deployment);
    expect(deployment.instances()).toHaveLength(1);
    const before = events.length;
    await context[Symbol.asyncDispose]();
    expect(deployment.instances()).toHaveLength(0);
    expect(events).toHaveLength(before);
  });

  it('ends a sleep, an invocation and a deployment when the run is ended, for the reason given', async () => {
    const reason = new CrossoverError({ code: 'over', owner: 'yours', message: 'Over.', remedy: 'None.' });
    const ending = new AbortController();
    await using context = open(ending.signal);
    const deployment = await context.deploy('function', code);
    const sleeping = context.sleep(60_000);
    ending.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(context.invoke(deployment)).rejects.toBe(reason);
    await expect(context.deploy('function', code)).rejects.toBe(reason);
  });

  it('waits at its end for a deployment that is still being made', async () => {
    const ending = new AbortController();
    const context = open(ending.signal);
    const deploying = context.deploy('container', code).catch((error: unknown) => error);
    ending.abort();
    await context[Symbol.asyncDispose]();
    expect(await deploying).toBeInstanceOf(Error);
  });
});
