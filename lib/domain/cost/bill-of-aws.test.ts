import { describe, expect, it } from 'vitest';
import { billOf } from './bill-of.ts';
import type { BillOptions } from './options.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';

const usage = fixtureUsage();

describe('the bill of AWS Lambda', () => {
  const flat = fixtureUsage({
    requestsPerMonth: 1e6,
    shape: 'steady',
    durationsMs: [10.2, 20.2],
    initMs: 0,
    bytesOut: 0,
  });

  it('rounds each measured time up by itself, and adds the front door', () => {
    const bill = billOf('aws_lambda', undefined, flat);
    // 1M requests for $0.20, 16 ms of half a GB each, $1.00 for the HTTP API.
    expect(bill.totalUsd).toBeCloseTo(0.2 + 1e6 * 0.016 * 0.5 * 0.0000166667 + 1, 9);
    expect(bill.lines.find((line) => line.part === 'compute')?.quantity).toBeCloseTo((1e6 * 0.016) / 2, 6);
  });

  it('bills the init of the expected cold starts', () => {
    const rare = { requestsPerMonth: 730, shape: 'steady' as const };
    const cold = billOf('aws_lambda', undefined, fixtureUsage({ ...rare, durationsMs: [10], initMs: 200 }));
    const share = Math.exp(-600 / 3600);
    expect(cold.lines.find((line) => line.part === 'compute')?.quantity).toBeCloseTo(
      (730 * (0.01 + share * 0.2)) / 2,
      6,
    );
  });

  it('has other front doors, processors and free parts', () => {
    const door = (frontDoor: BillOptions['frontDoor']) =>
      billOf('aws_lambda', undefined, flat, { frontDoor }).totalUsd;
    expect(door('http-api') - door('function-url')).toBeCloseTo(1, 9);
    expect(door('rest-api') - door('function-url')).toBeCloseTo(3.5, 9);
    const arm = billOf('aws_lambda', undefined, flat, { arch: 'arm64' });
    expect(arm.lines.map((line) => line.meter)).toContain('Lambda duration (arm64)');
    expect(arm.warnings).toEqual([]);
    expect(
      billOf('aws_lambda', undefined, flat, { freeTier: true, frontDoor: 'function-url' }).totalUsd,
    ).toBe(0);
  });

  it('pays provisioned capacity all month and the rest by Erlang’s formula', () => {
    const bill = billOf(
      'aws_lambda',
      undefined,
      { ...flat, requestsPerMonth: 100e6 },
      { provisioned: 2, frontDoor: 'function-url' },
    );
    const seconds = (part: string) =>
      bill.lines.filter((line) => line.meter.startsWith(part)).map((line) => line.quantity)[0] ?? 0;
    expect(seconds('Provisioned')).toBeCloseTo(2 * 0.5 * 730 * 3600, 3);
    const offered = (100e6 / (730 * 3600)) * 0.016;
    const turnedAway = offered ** 2 / 2 / (1 + offered + offered ** 2 / 2);
    expect(seconds('Duration while')).toBeCloseTo(100e6 * 0.016 * 0.5 * (1 - turnedAway), 1);
    expect(seconds('Lambda duration')).toBeCloseTo(100e6 * 0.016 * 0.5 * turnedAway, 1);
  });
});

describe('the bill of AWS Fargate', () => {
  it('counts replicas hour by hour', () => {
    const bill = billOf('aws_fargate', undefined, fixtureUsage({ requestsPerMonth: 200e6, bytesOut: 0 }));
    expect(bill.size).toBe('0.5 vCPU and 1 GB');
    expect(bill.replicas?.peak).toBe(11);
    expect(bill.replicas?.mean).toBeLessThan(8);
    const tasks = (bill.replicas?.mean ?? 0) * 730 * (0.5 * 0.04048 + 0.004445);
    // 200M requests of 4 KiB are 763 GB, and 222 LCU-hours of new connections: data is the larger.
    const balancer = 730 * 0.0225 + ((200e6 * 4096) / 1024 ** 3) * 0.008;
    expect(bill.totalUsd).toBeCloseTo(tasks + balancer, 4);
  });

  it('keeps parts that are switched off on the bill, but out of the total', () => {
    const whole = billOf('aws_fargate', undefined, usage, { off: [] });
    const without = billOf('aws_fargate', undefined, usage, { off: ['load-balancer', 'nat'] });
    const off = without.lines.filter((line) => !line.on);
    expect(off.map((line) => line.part)).toEqual(['load-balancer', 'load-balancer', 'nat']);
    expect(whole.totalUsd - without.totalUsd).toBeCloseTo(
      off.reduce((sum, line) => sum + line.usd, 0),
      9,
    );
    expect(whole.lines).toHaveLength(without.lines.length);
  });

  it('tells what always runs from what traffic adds', () => {
    const { lines } = billOf('aws_fargate', undefined, fixtureUsage({ requestsPerMonth: 300e6 }));
    const fixed = lines.filter((line) => line.fixed).map((line) => line.meter);
    expect(fixed).toEqual([
      'Fargate vCPU (Linux, x86), always running',
      'Fargate memory (Linux, x86), always running',
      'Load balancer',
      'NAT gateway',
    ]);
  });

  it('needs more replicas for a tight latency target', () => {
    const replicas = (ms: number) =>
      billOf(
        'aws_fargate',
        undefined,
        fixtureUsage({
          requestsPerMonth: 300e6,
          sustainedPerReplica: null,
          latencyTarget: { percentile: 95, ms },
        }),
      ).replicas?.peak ?? 0;
    expect(replicas(120)).toBeGreaterThan(replicas(1000));
  });
});

describe('what AWS does not sell', () => {
  const storage = (platform: string, ephemeralMiB: number) => () =>
    billOf(platform, undefined, usage, { ephemeralMiB });

  it('is not on a bill: ephemeral storage beyond the largest', () => {
    expect(storage('aws_lambda', 10_240)).not.toThrow();
    expect(storage('aws_lambda', 10_241)).toThrow('nearest valid value: 10240');
    expect(storage('aws_fargate', 204_800)).not.toThrow();
    expect(storage('aws_fargate', 204_801)).toThrow('nearest valid value: 204800');
  });

  it('is fewer than three Managed Instances', () => {
    const least = (minReplicas: number) =>
      billOf('aws_lambda_managed_instances', undefined, fixtureUsage({ requestsPerMonth: 0, minReplicas }))
        .replicas?.minimum;
    expect([least(1), least(3), least(4)]).toEqual([3, 3, 4]);
  });
});
