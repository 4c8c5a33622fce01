import { describe, expect, it } from 'vitest';
import { within } from './within.ts';

const never = new Promise<never>(() => {});
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('within', () => {
  it('is what comes in time, and leaves no timer', async () => {
    const before = timers();
    expect(await within(Promise.resolve(1), 60_000, () => null)).toBe(1);
    await expect(within(Promise.reject(new Error('own')), 60_000, () => null)).rejects.toThrow('own');
    expect(timers()).toBe(before);
  });

  it('is what stands for it when it is late, or the error that says so', async () => {
    expect(await within(never, 1, () => 'late')).toBe('late');
    const refuse = () => {
      throw new Error('too late');
    };
    await expect(within(never, 1, refuse)).rejects.toThrow('too late');
  });
});
