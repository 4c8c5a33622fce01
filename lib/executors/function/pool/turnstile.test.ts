import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turnstile } from './turnstile.ts';

const MANY = 1_000;
const QUICK = 0.05;

/** Whether the request goes on before anything else happens. */
async function goes(turn: Promise<void> | null): Promise<boolean> {
  let gone = turn === null;
  void turn?.then(() => {
    gone = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  return gone;
}

describe('Turnstile', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets everybody pass before it knows the function, and when the function is slow', async () => {
    const turnstile = new Turnstile();
    expect(turnstile.turn(MANY)).toBe(null);
    for (let n = 0; n < 50; n += 1) turnstile.answered(5);
    expect(turnstile.turn(MANY)).toBe(null);
    expect(turnstile.waiting).toBe(0);
  });

  it('lets pass as many as there may be cores', () => {
    const turnstile = new Turnstile();
    turnstile.answered(QUICK);
    expect([0, 1].map((busy) => turnstile.turn(busy))).toEqual([null, null]);
  });

  it('gives the next answer of a quick function to who waits longest', async () => {
    const turnstile = new Turnstile();
    turnstile.answered(QUICK);
    const [first, second] = [turnstile.turn(MANY), turnstile.turn(MANY)];
    expect(turnstile.waiting).toBe(2);
    turnstile.answered(QUICK);
    expect(await goes(first)).toBe(true);
    expect(await goes(second)).toBe(false);
    expect(turnstile.waiting).toBe(1);
  });

  it('lets everybody go after a millisecond without an answer', async () => {
    const turnstile = new Turnstile();
    turnstile.answered(QUICK);
    const turns = [turnstile.turn(MANY), turnstile.turn(MANY)];
    vi.advanceTimersByTime(1);
    expect(await Promise.all(turns.map(goes))).toEqual([true, true]);
    expect(turnstile.waiting).toBe(0);
  });

  it('holds nobody once it is closed', async () => {
    const turnstile = new Turnstile();
    turnstile.answered(QUICK);
    const turn = turnstile.turn(MANY);
    turnstile.close();
    expect(await goes(turn)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
