import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { onAbort } from './on-abort.ts';

describe('onAbort', () => {
  it('does all that was asked for once, and nothing that was called off', () => {
    const abort = new AbortController();
    const [first, second, off] = [vi.fn(), vi.fn(), vi.fn()];
    onAbort(abort.signal, first);
    onAbort(abort.signal, first);
    onAbort(abort.signal, second);
    onAbort(abort.signal, off)();
    abort.abort();
    expect([first, second, off].map(({ mock }) => mock.calls.length)).toEqual([2, 1, 0]);
  });

  it('does it at once when the signal has aborted, and never without a signal', () => {
    const [late, never] = [vi.fn(), vi.fn()];
    onAbort(AbortSignal.abort(), late)();
    onAbort(undefined, never)();
    expect(late).toHaveBeenCalledOnce();
    expect(never).not.toHaveBeenCalled();
  });

  it('one that is called off by another while all are done is not done', () => {
    const abort = new AbortController();
    const second = vi.fn();
    const offs: (() => void)[] = [];
    onAbort(abort.signal, () => offs[0]?.());
    offs.push(onAbort(abort.signal, second));
    abort.abort();
    expect(second).not.toHaveBeenCalled();
  });

  it('listens once however many ask', () => {
    const { signal } = new AbortController();
    for (let n = 0; n < 100; n += 1) onAbort(signal, () => {});
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });
});
