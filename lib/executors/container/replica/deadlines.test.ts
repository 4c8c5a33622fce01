import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deadlines } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is late for each that is not over in time, once, and for no other', () => {
  const deadlines = new Deadlines(100);
  const late: string[] = [];
  const start = (name: string) => {
    return deadlines.add(() => void late.push(name));
  };
  start('first');
  const second = start('second');
  vi.advanceTimersByTime(50);
  start('third');
  deadlines.remove(second);
  vi.advanceTimersByTime(60);
  expect(late).toEqual(['first']);
  vi.advanceTimersByTime(60);
  expect(late).toEqual(['first', 'third']);
  expect(vi.getTimerCount()).toBe(0);
  start('fourth');
  vi.advanceTimersByTime(200);
  expect(late).toEqual(['first', 'third', 'fourth']);
});

it('needs one timer however many there are, and none for those that ended', () => {
  const deadlines = new Deadlines(100);
  for (let n = 0; n < 1_000; n += 1) {
    const deadline = deadlines.add(() => expect.fail('it was in time'));
    expect(vi.getTimerCount()).toBe(1);
    deadlines.remove(deadline);
  }
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('needs one timer even when those that are late begin anew, or fail', () => {
  const deadlines = new Deadlines(100);
  let late = 0;
  const again = () => {
    late += 1;
    deadlines.add(again);
  };
  for (let n = 0; n < 5; n += 1) {
    deadlines.add(again);
    vi.advanceTimersByTime(10);
  }
  for (let n = 0; n < 100; n += 1) {
    vi.advanceTimersByTime(10);
    expect(vi.getTimerCount()).toBe(1);
  }
  expect(late).toBeGreaterThan(40);
  const broken = new Deadlines(100);
  broken.add(() => {
    throw new Error('on purpose');
  });
  const after = vi.fn();
  broken.add(after);
  expect(() => vi.advanceTimersByTime(100)).toThrow('on purpose');
  vi.advanceTimersByTime(10);
  expect(after).toHaveBeenCalledOnce();
});
