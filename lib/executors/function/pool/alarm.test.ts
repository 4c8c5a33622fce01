import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Alarm } from './alarm.ts';

describe('Alarm', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('rings once, at the time set last', () => {
    const ring = vi.fn();
    const alarm = new Alarm(ring);
    alarm.set(100);
    vi.advanceTimersByTime(90);
    alarm.set(100);
    vi.advanceTimersByTime(99);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ring).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10_000);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('rings sooner when it is set to', () => {
    const ring = vi.fn();
    const alarm = new Alarm(ring);
    alarm.set(10_000);
    alarm.set(5);
    vi.advanceTimersByTime(5);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('does not ring when it was called off, and can be set again', () => {
    const ring = vi.fn();
    const alarm = new Alarm(ring);
    alarm.set(100);
    alarm.off();
    vi.advanceTimersByTime(1_000);
    expect(ring).not.toHaveBeenCalled();
    alarm.set(100);
    vi.advanceTimersByTime(100);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('uses one timer however often it is set', () => {
    const alarm = new Alarm(() => {});
    for (let n = 0; n < 1_000; n += 1) {
      alarm.set(100);
      alarm.off();
    }
    expect(vi.getTimerCount()).toBe(1);
    alarm.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
