import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import type { SampleView } from '#lib/domain/live/api.ts';
import { fixtureWorkload } from '#lib/domain/report/fixture-workload.ts';
import { Course, notesOf, withNotes } from './course.ts';
import { type KeptStorage, readKept, writeKept } from './kept.ts';
import { fromSample, KeptPlayground, PlaygroundForm, startValues, toRequest } from './playground-form.ts';

const memory = (content: Record<string, string> = {}): KeptStorage => ({
  getItem: (key) => content[key] ?? null,
  setItem: (key, value) => {
    content[key] = value;
  },
});

describe('what this browser keeps', () => {
  it('comes back as it was written', () => {
    const storage = memory();
    expect(writeKept(storage, 'k', { n: 1 })).toBe(true);
    expect(readKept(storage, 'k', z.object({ n: z.number() }))).toEqual({ n: 1 });
  });

  it('is dropped when it is absent, no JSON or of another form, and a full storage is told', () => {
    const schema = z.object({ n: z.number() });
    expect(readKept(memory(), 'k', schema)).toBeNull();
    expect(readKept(memory({ k: '{' }), 'k', schema)).toBeNull();
    expect(readKept(memory({ k: '{"n":"one"}' }), 'k', schema)).toBeNull();
    const full: KeptStorage = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(writeKept(full, 'k', 1)).toBe(false);
  });

  it('is the playground as typed, an empty number box included', () => {
    const storage = memory();
    const typed = { ...startValues(), count: Number.NaN };
    writeKept(storage, 'k', typed);
    expect(readKept(storage, 'k', KeptPlayground)).toEqual(typed);
  });
});

describe('the form of the playground', () => {
  it('starts with values that the form and the API accept', () => {
    expect(PlaygroundForm.safeParse(startValues()).success).toBe(true);
    expect(PlaygroundRequest.parse(toRequest(startValues(), false)).count).toBe(10);
  });

  it('sends one when once is pressed, and no body when it is empty', () => {
    const values = startValues();
    values.request.body = '';
    expect(toRequest(values, true)).toMatchObject({ count: 1, request: { body: null, path: '/?ms=100' } });
  });

  it('takes code and first request of a sample, within what the playground allows', () => {
    const workload = { ...fixtureWorkload, timeoutMs: 900_000 };
    workload.trigger = {
      ...{ kind: 'http' as const, requests: [{ method: 'POST', path: '/p/{n}', body: '{n}', weight: 1 }] },
    };
    const sample: SampleView = { slug: 's', workload };
    const values = fromSample(sample, { ...startValues(), count: 3, sides: ['function'] });
    expect(values).toMatchObject({ count: 3, sides: ['function'], timeoutMs: 60_000, code: workload.code });
    expect(values.request).toEqual({ method: 'POST', path: '/p/1', body: '1' });
    expect(PlaygroundForm.safeParse(values).success).toBe(true);
  });
});

describe('the course', () => {
  it('notes one lesson without touching another, and forgets nothing of it', () => {
    const predicted = withNotes({}, 'one', { prediction: 'a' });
    const done = withNotes(withNotes(predicted, 'one', { done: true }), 'two', { prediction: 'b' });
    expect(done).toEqual({ one: { prediction: 'a', done: true }, two: { prediction: 'b', done: false } });
    expect(Course.parse(done)).toEqual(done);
    expect(notesOf(done, 'three')).toEqual({ prediction: null, done: false });
  });
});
