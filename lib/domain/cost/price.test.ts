import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import type { PlatformBill } from './bill.ts';
import { billOf } from './bill-of.ts';
import { cost, priceOf, sum, toUsd } from './money.ts';
import { replicasFor } from './month/drivers.ts';
import { ALB_EXAMPLE, FARGATE_EXAMPLES, LAMBDA_EXAMPLES } from './published-examples.ts';
import { SOURCES } from './sheets/sources.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';
import type { Usage } from './usage.ts';

const CENT = 0.01 + 1e-9;
const usd = (bill: PlatformBill, meter: string): number[] =>
  bill.lines.filter((line) => line.meter.startsWith(meter)).map((line) => line.usd);
/** Vendors print cents, some cut and some round: the exact amount lies within one cent. */
const withinCent = (actual: readonly number[], printed: readonly number[]) => {
  expect(actual).toHaveLength(printed.length);
  for (const [index, amount] of printed.entries()) {
    expect(Math.abs((actual[index] ?? 0) - amount), `line ${index}`).toBeLessThanOrEqual(CENT);
  }
};
/** A month of counted quantities: no model in between. */
const counted = (change: Partial<Usage>) =>
  fixtureUsage({
    shape: 'steady',
    initMs: 0,
    durationsMs: [],
    busyMs: null,
    durationInterval: null,
    ...change,
  });

describe('money', () => {
  it('does not drift: a million times a tenth of a cent', () => {
    const one = cost(priceOf('0.001'), 1);
    expect(toUsd(sum(Array.from({ length: 1_000_000 }, () => one)))).toBe(1000);
    // The same in binary floating point does.
    expect(Array.from({ length: 10 }, () => 0.1).reduce((a, b) => a + b, 0)).not.toBe(1);
  });

  it('is exact for prices far below a cent', () => {
    expect(priceOf('0.0000166667').pico).toBe(16_666_700n);
    expect(cost(priceOf('0.000000000001'), 1)).toBe(1_000_000n);
  });

  it('adds in any order to the same sum', () => {
    const random = seededRandom(1);
    const amounts = Array.from({ length: 500 }, () => cost(priceOf('0.0000166667'), random() * 1e9));
    expect(sum(amounts.toReversed())).toBe(sum(amounts));
  });

  it.each(['', '-1', '1e3', '.5', '1.0000000000001', 'abc'])('refuses %j as a price', (text) =>
    expect(() => priceOf(text)).toThrow(RangeError),
  );

  it('refuses quantities that are none', () => {
    expect(() => cost(priceOf('1'), -1)).toThrow(RangeError);
    expect(() => cost(priceOf('1'), Number.NaN)).toThrow(RangeError);
  });
});

describe('published Lambda examples', () => {
  it.each(LAMBDA_EXAMPLES)('$id', ({ usage, gbSeconds, requestsUsd, durationUsd }) => {
    const { requests: requestsPerMonth, memoryMiB, billedMs, freeTier } = usage;
    const bill = billOf(
      'aws_lambda',
      undefined,
      counted({ requestsPerMonth, memoryMiB, counted: { billedMs } }),
      { freeTier, off: ['egress'], frontDoor: 'function-url' },
    );
    const duration = bill.lines.filter(({ unit }) => unit === 'GB-seconds');
    expect(duration.reduce((total, { quantity }) => total + quantity, 0)).toBeCloseTo(gbSeconds, 2);
    withinCent(usd(bill, 'Lambda requests'), [requestsUsd]);
    withinCent(usd(bill, 'Lambda duration'), durationUsd);
    expect(bill.totalUsd).toBeCloseTo(
      bill.lines.filter(({ on }) => on).reduce((total, line) => total + line.usd, 0),
      6,
    );
  });
});

describe('HTTP API', () => {
  const bill = (requestsPerMonth: number, bytesPerRequest: number) =>
    usd(billOf('aws_lambda', undefined, counted({ requestsPerMonth, bytesPerRequest })), 'HTTP API');

  it('charges a dollar a million, ninety cents above 300 million', () => {
    withinCent(bill(1_000_000, 1), [1]);
    withinCent(bill(400_000_000, 1), [300, 90]);
  });

  it('meters in units of 512 KB', () => {
    withinCent(bill(1_000_000, 512 * 1024), [1]);
    withinCent(bill(1_000_000, 512 * 1024 + 1), [2]);
  });

  it('shows its line also without requests', () => expect(bill(0, 1)).toEqual([0]));
});

describe('published Fargate and load balancer examples', () => {
  const fargate = (change: Partial<Usage>) =>
    billOf('aws_fargate', undefined, counted({ replica: { vcpu: 1, memoryMiB: 2048 }, ...change }));

  it.each(FARGATE_EXAMPLES)('$id', ({ tasks, hours, cpuUsd, memoryUsd }) => {
    const bill = fargate({ requestsPerMonth: 0, counted: { meanReplicas: (tasks * hours) / 730 } });
    withinCent(usd(bill, 'Fargate vCPU'), [cpuUsd]);
    withinCent(usd(bill, 'Fargate memory'), [memoryUsd]);
  });

  it('prices the load balancer by the hour and by data', () => {
    const bill = fargate({
      requestsPerMonth: 1_024_000,
      bytesPerRequest: 1024 ** 2,
      requestsPerConnection: 1e9,
    });
    const lcu = bill.lines.find(({ meter }) => meter.includes('LCU'));
    expect(Math.abs((lcu?.quantity ?? 0) / ALB_EXAMPLE.hours - ALB_EXAMPLE.lcu)).toBeLessThan(0.0001);
    withinCent(usd(bill, 'Load balancer'), [ALB_EXAMPLE.hoursUsd, ALB_EXAMPLE.lcuUsd]);
  });

  it('takes the larger LCU dimension and says what is assumed', () => {
    const chatty = { requestsPerMonth: 730 * 3600 * 50, bytesPerRequest: 1, requestsPerConnection: 1 };
    const lcu = fargate(chatty).lines.find(({ meter }) => meter.includes('LCU'));
    expect(lcu?.quantity).toBeCloseTo(2 * 730, 6);
    expect(lcu?.assumption).toContain('no stored source');
  });

  it('tells tasks that always run from those that traffic adds', () => {
    const bill = fargate({ requestsPerMonth: 1e6, minReplicas: 1, counted: { meanReplicas: 2.5 } });
    const cpu = bill.lines.filter((line) => line.meter.startsWith('Fargate vCPU'));
    expect(cpu.map((line) => [Math.round(line.quantity * 1e6) / 1e6, line.fixed])).toEqual([
      [730, true],
      [1095, false],
    ]);
  });

  it('names a known source and date for every line', () => {
    const bills = [fargate({}), billOf('aws_lambda', undefined, counted({ counted: { billedMs: 1e6 } }))];
    for (const line of bills.flatMap((bill) => bill.lines))
      expect(Object.keys(SOURCES)).toContain(line.source);
  });

  it.each([
    [128, 0.25, 0.25, 0.5],
    [512, 0.25, 0.25, 0.5],
    [513, 0.25, 0.25, 1],
    [512, 1, 1, 2],
    [3000, 0.25, 0.5, 3],
    [10_240, 1, 2, 10],
    [10_240, 4, 4, 10],
    [200_000, 1, 32, 244],
  ])('%d MiB and %d vCPU need %d vCPU and %d GB', (memoryMiB, cpus, vcpu, gb) =>
    expect(fargate({ replica: { vcpu: cpus, memoryMiB } }).size).toBe(`${vcpu} vCPU and ${gb} GB`),
  );

  it('says so when nothing is large enough', () =>
    expect(() => fargate({ replica: { vcpu: 1, memoryMiB: 300_000 } })).toThrow('no size'));
});

describe('replicasFor', () => {
  it.each([
    [0, 10, 1, 1],
    [10, 10, 1, 1],
    [10.001, 10, 1, 2],
    [30 * (1 + 1e-15), 10, 1, 3],
    [95, 10, 2, 10],
    [1, 10, 2, 2],
    [100, 0, 3, 3],
  ])('peak %d at %d a task, at least %d: %d', (peak, capacity, minimum, tasks) =>
    expect(replicasFor(peak, capacity, minimum, Number.POSITIVE_INFINITY)).toBe(tasks),
  );
});
