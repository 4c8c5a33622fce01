import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import type { Bill } from './assessment.ts';
import { fargateTasks, lcus, priceContainer } from './container-price.ts';
import { smallestFargateSize } from './fargate-size.ts';
import { gbSecondsOf, priceFunction } from './function-price.ts';
import { cost, priceOf, sum, toUsd, unitUsd } from './money.ts';
import { ALB_EXAMPLE, FARGATE_EXAMPLES, LAMBDA_EXAMPLES } from './published-examples.ts';
import { SOURCES } from './sheets/sources.ts';

const CENT = 0.01 + 1e-9;
const usd = (bill: Bill, meter: string): number[] =>
  bill.lines.filter((line) => line.meter.startsWith(meter)).map((line) => line.usd);
/** Vendors print cents, some cut and some round: the exact amount lies within one cent. */
const withinCent = (actual: readonly number[], printed: readonly number[]) => {
  expect(actual).toHaveLength(printed.length);
  for (const [index, amount] of printed.entries()) {
    expect(Math.abs((actual[index] ?? 0) - amount), `line ${index}`).toBeLessThanOrEqual(CENT);
  }
};

describe('money', () => {
  it('does not drift: a million times a tenth of a cent', () => {
    const one = cost(priceOf('0.001'), 1);
    expect(toUsd(sum(Array.from({ length: 1_000_000 }, () => one)))).toBe(1000);
    // The same in binary floating point does.
    expect(Array.from({ length: 10 }, () => 0.1).reduce((a, b) => a + b, 0)).not.toBe(1);
  });

  it('is exact for prices far below a cent', () => {
    expect(unitUsd(priceOf('0.0000166667'))).toBe(0.0000166667);
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
    const bill = priceFunction({ ...usage, bytesPerRequest: 1, withHttpApi: false });
    expect(gbSecondsOf(usage)).toBeCloseTo(gbSeconds, 3);
    withinCent(usd(bill, 'Lambda requests'), [requestsUsd]);
    withinCent(usd(bill, 'Lambda duration'), durationUsd);
    expect(bill.totalUsd).toBeCloseTo(
      bill.lines.reduce((total, line) => total + line.usd, 0),
      6,
    );
  });
});

describe('HTTP API', () => {
  const bill = (requests: number, bytesPerRequest: number) =>
    usd(priceFunction({ requests, billedMs: 0, memoryMiB: 128, bytesPerRequest }), 'HTTP API');

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
  const usage = {
    requests: 0,
    minimumTasks: 1,
    size: { vcpu: 1, memoryGb: 2 },
    bytesPerRequest: 1,
    requestsPerConnection: 1e9,
  };

  it.each(FARGATE_EXAMPLES)('$id', ({ tasks, hours, cpuUsd, memoryUsd }) => {
    const bill = priceContainer({
      ...usage,
      meanTasks: tasks,
      minimumTasks: tasks,
      hours,
      withLoadBalancer: false,
    });
    withinCent(usd(bill, 'Fargate CPU'), [cpuUsd]);
    withinCent(usd(bill, 'Fargate memory'), [memoryUsd]);
  });

  it('prices the load balancer by the hour and by data', () => {
    const requests = 1_024_000;
    const through = { ...usage, requests, bytesPerRequest: 1024 ** 2, meanTasks: 1 };
    expect(Math.abs(lcus(through, ALB_EXAMPLE.hours) - ALB_EXAMPLE.lcu)).toBeLessThan(0.0001);
    withinCent(usd(priceContainer(through), 'Load balancer'), [ALB_EXAMPLE.hoursUsd, ALB_EXAMPLE.lcuUsd]);
  });

  it('takes the larger LCU dimension and says what is assumed', () => {
    const chatty = { requests: 730 * 3600 * 50, bytesPerRequest: 1, requestsPerConnection: 1 };
    expect(lcus(chatty, 730)).toBeCloseTo(2, 9);
    const bill = priceContainer({ ...usage, ...chatty, meanTasks: 1 });
    expect(bill.lines.find((line) => line.meter.includes('LCU'))?.assumption).toContain(
      'without a stored source',
    );
  });

  it('tells tasks that always run from those that traffic adds', () => {
    const bill = priceContainer({ ...usage, meanTasks: 2.5 });
    const cpu = bill.lines.filter((line) => line.meter.startsWith('Fargate CPU'));
    expect(cpu.map((line) => [line.quantity, line.fixed])).toEqual([
      [730, true],
      [1095, false],
    ]);
  });

  it('names a known source and date for every line', () => {
    const bills = [
      priceContainer({ ...usage, meanTasks: 2 }),
      priceFunction({ requests: 1e9, billedMs: 1e6, memoryMiB: 1024, bytesPerRequest: 1 }),
    ];
    for (const line of bills.flatMap((bill) => bill.lines))
      expect(Object.keys(SOURCES)).toContain(line.source);
  });
});

describe('Fargate sizes', () => {
  it.each([
    [128, 0.25, 0.25, 0.5],
    [512, 0.25, 0.25, 0.5],
    [513, 0.25, 0.25, 1],
    [512, 1, 1, 2],
    [3000, 0.25, 0.5, 3],
    [10_240, 1, 2, 10],
    [10_240, 4, 4, 10],
    [200_000, 1, 32, 244],
  ])('%d MiB and %d vCPU need %d vCPU and %d GB', (memory, cpus, vcpu, memoryGb) =>
    expect(smallestFargateSize(memory, cpus)).toEqual({ vcpu, memoryGb }),
  );

  it('says so when nothing is large enough', () =>
    expect(() => smallestFargateSize(300_000, 1)).toThrow('no task size'));
});

describe('fargateTasks', () => {
  it.each([
    [0, 10, 1, 1],
    [10, 10, 1, 1],
    [10.001, 10, 1, 2],
    [30 * (1 + 1e-15), 10, 1, 3],
    [95, 10, 2, 10],
    [1, 10, 2, 2],
    [100, 0, 3, 3],
  ])('peak %d at %d a task, at least %d: %d', (peakPerSecond, capacityPerTask, minimum, tasks) =>
    expect(fargateTasks({ peakPerSecond, capacityPerTask, minimum })).toBe(tasks),
  );
});
