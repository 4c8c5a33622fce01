import { describe, expect, it } from 'vitest';
import { billOf } from './bill-of.ts';
import { budgetAlarm, growth, retryLoop, spike } from './projection.ts';
import { sensitivity } from './sensitivity.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';

const LAMBDA = { platform: 'aws_lambda' };
const FARGATE = { platform: 'aws_fargate' };
const usage = fixtureUsage({ shape: 'steady' });

describe('growth', () => {
  it('compounds over 36 months and prices each as the bill does', () => {
    const months = growth([LAMBDA, FARGATE], usage, 0.1);
    expect(months).toHaveLength(37);
    expect(months[12]?.requestsPerMonth).toBeCloseTo(12e6 * 1.1 ** 12, 3);
    for (const { requestsPerMonth, usd } of [months[0], months[36]].flatMap((one) => one ?? []))
      expect(usd[0]).toBeCloseTo(billOf('aws_lambda', undefined, { ...usage, requestsPerMonth }).totalUsd, 2);
  });
  it('stops at the largest traffic that is priced', () =>
    expect(growth([LAMBDA], usage, 9).at(-1)?.requestsPerMonth).toBe(1e13));
  it('shrinks too', () => expect(growth([LAMBDA], usage, -0.5)[1]?.requestsPerMonth).toBe(6e6));
});

describe('events', () => {
  const rate = 12e6 / (730 * 3600);

  it('a spike costs a function its requests, a container its replicas', () => {
    const fn = spike(LAMBDA, usage, { times: 100, hours: 10 });
    expect(fn.extraRequests).toBeCloseTo(99 * rate * 36_000, 3);
    expect(fn.extraUsd / fn.extraRequests).toBeCloseTo(fn.usualUsd / 12e6, 9);
    const container = spike(
      FARGATE,
      { ...usage, bytesOut: 0, bytesPerRequest: 0 },
      { times: 100, hours: 10 },
    );
    const replicas = Math.ceil((100 * rate) / 20) - 1;
    const added = replicas * 10 * (0.5 * 0.04048 + 0.004445);
    expect(container.extraUsd).toBeGreaterThan(added);
    expect(container.extraUsd).toBeLessThan(added * 1.2);
  });

  it('without hours it costs nothing', () => {
    expect(spike(LAMBDA, usage, { times: 100, hours: 0 }).extraUsd).toBeCloseTo(0, 9);
    expect(spike(LAMBDA, usage, { times: 1, hours: 24 }).extraUsd).toBeCloseTo(0, 9);
  });

  it.each([LAMBDA, FARGATE])('more traffic never makes a month cheaper, whatever its shape: %j', (choice) => {
    for (const shape of ['steady', 'office-hours', 'evening-peak', 'bursts'] as const) {
      const busy = { ...usage, shape, requestsPerMonth: 1e11 };
      expect(spike(choice, busy, { times: 2, hours: 24 }).extraUsd).toBeGreaterThan(0);
      expect(retryLoop(choice, busy, { callers: 1, hours: 60 }).extraUsd).toBeGreaterThanOrEqual(0);
    }
  });

  it('an endless retry loop calls as fast as it is answered', () => {
    const { extraRequests, extraUsd } = retryLoop(
      LAMBDA,
      { ...usage, durationsMs: [50] },
      { callers: 10, hours: 24 },
    );
    expect(extraRequests).toBeCloseTo(10 * 20 * 86_400, 0);
    expect(extraUsd).toBeGreaterThan(17);
    expect(retryLoop(FARGATE, usage, { callers: 10, hours: 24 }).extraUsd).toBeGreaterThan(0);
  });
});

describe('budgetAlarm', () => {
  it('lies above what was measured and says when it rings', () => {
    const alarm = budgetAlarm({ totalUsd: 43.87, interval: [41, 47] });
    expect(alarm.levelUsd).toBe(59);
    expect(alarm.words).toContain('on day 14 of the month, at ten times on day 5');
    expect(budgetAlarm({ totalUsd: 0, interval: [0, 0] }).levelUsd).toBe(1);
  });
});

describe('sensitivity', () => {
  const tornado = sensitivity(LAMBDA, FARGATE, usage);

  it('has the longest bar first, and a base that is the bill', () => {
    const swings = tornado.rows.map(({ difference: [low, high] }) => Math.abs(high - low));
    expect([...swings].sort((a, b) => b - a)).toEqual(swings);
    expect(tornado.base.first).toBeCloseTo(billOf('aws_lambda', undefined, usage).totalUsd, 2);
    expect(tornado.base.difference).toBeCloseTo(tornado.base.second - tornado.base.first, 9);
  });

  it('moves each bill as the changed usage does', () => {
    const traffic = tornado.rows.find((row) => row.factor === 'Traffic');
    expect(traffic?.ends).toEqual(['6,000,000 requests', '24,000,000 requests']);
    expect(traffic?.first[1]).toBeCloseTo(
      billOf('aws_lambda', undefined, { ...usage, requestsPerMonth: 24e6 }).totalUsd,
      2,
    );
    const balancer = tornado.rows.find((row) => row.factor === 'Load balancer');
    expect(balancer?.second[1]).toBeCloseTo(tornado.base.second, 9);
    expect((balancer?.second[1] ?? 0) - (balancer?.second[0] ?? 0)).toBeGreaterThan(16.4);
  });

  it('tells measured ends from a what-if', () => {
    const measured = tornado.rows.filter((row) => row.origin === 'measured');
    expect(measured.map((row) => row.factor)).toEqual(['What was measured']);
    const [low, high] = measured[0]?.first ?? [0, 0];
    expect(low).toBeLessThan(tornado.base.first);
    expect(high).toBeGreaterThan(tornado.base.first);
  });

  it('moves with the concurrency of an instance where that bounds its capacity', () => {
    const slow = fixtureUsage({
      durationsMs: [2000],
      concurrency: 4,
      requestsPerMonth: 100e6,
      sustainedPerReplica: null,
    });
    const { rows } = sensitivity({ platform: 'gcp_cloud_run' }, LAMBDA, slow);
    const row = rows.find(({ factor }) => factor === 'Requests at once in an instance');
    expect(row?.ends).toEqual(['2', '8']);
    expect(row?.first[0]).toBeGreaterThan((row?.first[1] ?? 0) * 1.2);
  });

  it('leaves out what does nothing, and what no size fits', () => {
    const factors = sensitivity(
      { platform: 'azure_functions_consumption' },
      FARGATE,
      fixtureUsage({ memoryMiB: 1536 }),
    ).rows.map((row) => row.factor);
    expect(factors).not.toContain('Front door');
    expect(factors).not.toContain('Memory of the function');
  });
});
