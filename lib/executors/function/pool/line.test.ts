import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { killed, timedOut } from './ending.ts';
import { Line } from './line.ts';

const MESSAGE = { message: { type: 'ready', printed: false } } as const;

function lineOf() {
  const late = vi.fn();
  const impatient = vi.fn();
  const line = new Line(late, impatient);
  const settled: [number, elapsed: number, waited: number][] = [];
  const back: number[] = [];
  const add = (number: number, limit = 1_000): void =>
    line.add({
      ...{ number, id: null, limit, late: () => timedOut(limit) },
      settle: (_, elapsed, waited) => void settled.push([number, elapsed, waited]),
      back: () => void back.push(number),
    });
  return { line, add, late, impatient, settled, back };
}

describe('Line', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('tells how long each took, and how long it waited behind others', () => {
    const { line, add, settled } = lineOf();
    add(1);
    vi.advanceTimersByTime(2);
    add(2);
    vi.advanceTimersByTime(3);
    line.settle(MESSAGE);
    vi.advanceTimersByTime(4);
    line.settle({ ending: killed() });
    line.settle(MESSAGE);
    expect(settled).toEqual([
      [1, 5, 0],
      [2, 7, 3],
    ]);
  });

  it('counts a limit from the turn of each', () => {
    const { line, add, late } = lineOf();
    add(1, 100);
    add(2, 100);
    vi.advanceTimersByTime(90);
    line.settle(MESSAGE);
    vi.advanceTimersByTime(90);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(11);
    expect(late).toHaveBeenCalledTimes(1);
    line.settle(MESSAGE);
    vi.advanceTimersByTime(1_000);
    expect(late).toHaveBeenCalledTimes(1);
  });

  it('loses patience with one that keeps others waiting, and only then', () => {
    const { line, add, impatient } = lineOf();
    add(1);
    vi.advanceTimersByTime(50);
    expect(impatient).not.toHaveBeenCalled();
    add(2);
    add(3);
    vi.advanceTimersByTime(1);
    expect(impatient).toHaveBeenCalledTimes(1);
    line.settle(MESSAGE);
    vi.advanceTimersByTime(1);
    expect(impatient).toHaveBeenCalledTimes(2);
    line.settle(MESSAGE);
    vi.advanceTimersByTime(50);
    expect(impatient).toHaveBeenCalledTimes(2);
  });

  it('gives back who waits, never the first, and nobody twice', () => {
    const { line, add, back } = lineOf();
    for (const number of [1, 2, 3]) add(number);
    expect(line.giveBack([3])).toBe(true);
    expect([back, line.length]).toEqual([[3], 2]);
    expect(line.giveBack([3])).toBe(false);
    expect(line.giveBack([1])).toBe(false);
    expect(line.giveBack([2])).toBe(true);
    expect([back, line.length, line.first?.number]).toEqual([[3, 2], 1, 1]);
  });

  it('leaves no timer', () => {
    const { line, add } = lineOf();
    add(1);
    add(2);
    line.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
