import { describe, expect, it } from 'vitest';
import { loadBetween, parsePressure, parseStat, readMachine, watchMachine } from './machine-meter.ts';

describe('what else the machine did', () => {
  it('is read from the lines of the kernel', () => {
    expect(parseStat('cpu  100 20 30 1000 40 1 2 7 50 0\ncpu0 1 2 3')).toEqual({
      total: 12_000,
      busy: 1530,
      steal: 70,
    });
    expect(parsePressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=2500\nfull total=9')).toBe(2.5);
  });

  it.each(['', 'cpu', 'cpu 1 2', 'cpu  a b c d e f g h'])('is not known from %j', (text) => {
    expect(parseStat(text)).toBeNull();
    expect(parsePressure(text)).toBeNull();
  });

  it('leaves out what the run itself used', () => {
    const before = { cpu: { total: 0, busy: 0, steal: 0 }, waiting: 0 };
    const after = { cpu: { total: 10_000, busy: 6000, steal: 500 }, waiting: 1000 };
    expect(loadBetween(before, after, { length: 5000, own: 4000 })).toEqual({
      steal: 0.05,
      others: 0.2,
      waiting: 0.2,
    });
    expect(loadBetween(before, after, { length: 5000, own: null }).others).toBeNull();
    const none = { cpu: null, waiting: null };
    expect(loadBetween(none, after, { length: 5000, own: 0 })).toEqual({
      steal: null,
      others: null,
      waiting: null,
    });
  });

  it('is never negative on this machine', () => {
    const done = watchMachine(() => performance.now());
    const { steal, others, waiting } = done(0);
    for (const share of [steal, others, waiting]) expect(share ?? 0).toBeGreaterThanOrEqual(0);
    if (process.platform === 'linux') expect(readMachine().cpu?.total).toBeGreaterThan(0);
  });
});
