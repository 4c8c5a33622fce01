import { describe, expect, it } from 'vitest';
import { SimulationInput } from './input.ts';
import { monthlyBill, monthlyUsd } from './price.ts';
import { simulateNow } from './simulate.ts';

const HOUR = 3_600_000;

describe('the bill of a simulated month', () => {
  it('functions: 3 requests a second of 100 ms at 512 MiB, by hand', () => {
    const { usage } = simulateNow(
      SimulationInput.parse({
        arrivals: { kind: 'constant', ratePerSecond: 3 },
        platform: {
          kind: 'functions',
          warm: { kind: 'fixed', ms: 99.2 },
          cold: { kind: 'fixed', ms: 99.2 },
          memoryMiB: 512,
        },
        durationMs: HOUR,
      }),
    );
    // 7,884,000 requests: $0.20 a million, 0.1 s at half a GB for $0.0000166667, $1.00 a million for the HTTP API,
    // 2 KiB of egress each for $0.09 a GB.
    const egress = ((7_884_000 * 2048) / 1024 ** 3) * 0.09;
    const expected = 7.884 * 0.2 + 7_884_000 * 0.1 * 0.5 * 0.0000166667 + 7.884 * 1 + egress;
    expect(monthlyBill(usage).totalUsd).toBeCloseTo(expected, 2);
    expect(monthlyUsd(usage)).toBe(monthlyBill(usage).totalUsd);
  });

  it('replicas: paid for being there, with or without requests', () => {
    const bill = (replicas: number) => {
      const { usage } = simulateNow(
        SimulationInput.parse({
          arrivals: { kind: 'constant', ratePerSecond: 1 },
          platform: {
            kind: 'replicas',
            service: { kind: 'fixed', ms: 10 },
            scaling: { kind: 'fixed', replicas },
            memoryMiB: 2048,
          },
          durationMs: HOUR,
        }),
      );
      return monthlyBill(usage, { minimumReplicas: 1 }).totalUsd;
    };
    // A task of 1 vCPU and 2 GB: $0.04048 and 2 x $0.004445 an hour.
    expect(bill(3) - bill(2)).toBeCloseTo(730 * (0.04048 + 2 * 0.004445), 4);
  });

  it('nothing served costs no duration', () => {
    const { usage } = simulateNow(
      SimulationInput.parse({
        arrivals: { kind: 'ramp', fromPerSecond: 0, toPerSecond: 1e-9, seconds: 1 },
        platform: { kind: 'functions', warm: { kind: 'fixed', ms: 1 }, init: { kind: 'fixed', ms: 1 } },
        durationMs: HOUR,
      }),
    );
    expect(monthlyBill(usage).totalUsd).toBe(0);
  });
});
