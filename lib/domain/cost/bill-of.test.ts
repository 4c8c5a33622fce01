import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { TRAFFIC_SHAPES } from '../workload/workload.ts';
import { billOf, platforms } from './bill-of.ts';
import { costCurve, costCurves } from './curve.ts';
import { type BillOptions, PARTS } from './options.ts';
import { withAges } from './sheets/age.ts';
import { withPrice } from './sheets/book.ts';
import { defaultPriceBook } from './sheets/default-book.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';

const EURO = { usdPerEur: 1.1 };

const usage = fixtureUsage();

const PRICED = platforms()
  .filter(({ priced }) => priced)
  .map(({ id }) => id);

const usd = (
  id: string,
  change: Parameters<typeof fixtureUsage>[0] = {},
  options: Partial<BillOptions> = {},
) => billOf(id, undefined, fixtureUsage(change), { ...EURO, ...options }).totalUsd;

describe('platforms', () => {
  it('can be priced, 15 functions and 18 containers, or say why not', () => {
    const of = (kind: string) => platforms().filter((one) => one.kind === kind && one.priced).length;
    expect([of('function'), of('container')]).toEqual([15, 18]);
    for (const { priced, reason } of platforms()) expect(reason === null).toBe(priced);
    const reasons = Object.fromEntries(platforms().map(({ id, reason }) => [id, reason]));
    expect(reasons.gcp_app_engine).toContain('Instance-hour');
    expect(reasons.alibaba_fc).toContain('compute unit');
    expect(reasons.aws_alb).toContain('runs no code');
  });
});

describe('every bill', () => {
  const random = seededRandom(21);
  const draw = () =>
    fixtureUsage({
      requestsPerMonth: Math.round(10 ** (3 + random() * 6)),
      shape: TRAFFIC_SHAPES[Math.floor(random() * 4)] ?? 'steady',
      durationsMs: Array.from({ length: 11 }, () => 5 + random() * 300),
      durationInterval: [120, 190],
      minReplicas: 1 + Math.floor(random() * 4),
      bytesPerRequest: random() * 1e6,
      bytesOut: random() * 1e5,
    });
  const usages = Array.from({ length: 12 }, draw);
  const switches: Partial<BillOptions>[] = [
    {},
    { freeTier: true },
    { off: [...PARTS] },
    { provisioned: 3, arch: 'arm64', off: [] },
  ];

  it.each(PRICED)(
    'of %s is never negative, sums to its total, lies in its interval, and the chart agrees to a cent',
    (id) => {
      for (const one of usages) {
        for (const options of switches) {
          const bill = billOf(id, undefined, one, { ...EURO, ...options });
          for (const line of bill.lines) expect(line.usd).toBeGreaterThanOrEqual(0);
          const sum = bill.lines.filter((line) => line.on).reduce((total, line) => total + line.usd, 0);
          expect(Math.abs(sum - bill.totalUsd)).toBeLessThan(1e-6 + bill.totalUsd * 1e-12);
          expect(bill.interval[0]).toBeLessThanOrEqual(bill.totalUsd);
          expect(bill.interval[1]).toBeGreaterThanOrEqual(bill.totalUsd);
          const fast = costCurve(id, undefined, one, { ...EURO, ...options }).at(one.requestsPerMonth);
          expect(Math.abs(fast - bill.totalUsd)).toBeLessThan(0.01);
        }
      }
    },
  );

  it.each(PRICED)('of %s is never cheaper for more traffic', (id) => {
    const grid = Array.from({ length: 200 }, (_, index) => Math.round(1e3 * 1e7 ** (index / 199)));
    for (const shape of TRAFFIC_SHAPES) {
      const at = costCurve(id, undefined, fixtureUsage({ shape }), EURO);
      const costs = grid.map((requests) => at.at(requests));
      for (const [index, cost] of costs.entries())
        expect(cost).toBeGreaterThanOrEqual((costs[index - 1] ?? 0) - 1e-9);
    }
  });

  it('may fall where more traffic keeps environments warm: that, and no tier, is the one exception', () => {
    const slowStart = { shape: 'steady' as const, durationsMs: [2], initMs: 10_000, memoryMiB: 10_240 };
    const [few, more] = [8000, 40_000].map((requestsPerMonth) =>
      usd('aws_lambda', { ...slowStart, requestsPerMonth }),
    );
    expect(more).toBeLessThan(few ?? 0);
    const noStart = [8000, 40_000].map((requestsPerMonth) =>
      usd('aws_lambda', { ...slowStart, initMs: 0, requestsPerMonth }),
    );
    expect(noStart[1]).toBeGreaterThan(noStart[0] ?? 0);
  });

  it.each(PRICED)(
    'of %s names a source with its date for every line, and is no dearer with the free tier',
    (id) => {
      const bill = billOf(id, undefined, usage, EURO);
      for (const line of bill.lines) {
        expect(bill.sources[line.source]?.title.length).toBeGreaterThan(3);
        expect(line.asOf.length).toBeGreaterThan(3);
      }
      expect(usd(id, {}, { freeTier: true })).toBeLessThanOrEqual(bill.totalUsd);
    },
  );

  it('shares what traffic drives between platforms without changing any', () => {
    const grid = [1e4, 1e6, 1e8];
    const series = costCurves(
      PRICED.map((platform) => ({ platform })),
      usage,
      grid,
      EURO,
    );
    for (const { platform, usd: values } of series) {
      const alone = costCurve(platform, undefined, usage, EURO);
      expect(values).toEqual(grid.map((requests) => alone.at(requests)));
    }
  });

  it('says in a chart why one has no line', () => {
    const [one, other] = costCurves(
      [{ platform: 'gcp_app_engine' }, { platform: 'aws_lambda' }],
      usage,
      [1e6],
    );
    expect(one).toMatchObject({ usd: [], reason: expect.stringContaining('No sourced price') });
    expect(other?.usd).toHaveLength(1);
  });
});

describe('the sheets behind a bill', () => {
  it('are chosen by region', () => {
    const bill = (region: string) => billOf('azure_container_apps', region, usage).totalUsd;
    expect(bill('westeurope')).toBeGreaterThan(bill('East US 2') * 1.3);
    expect(() => bill('Mars')).toThrow('nearest valid value');
  });

  it('can be changed by the user: the bill moves and names the user as source', () => {
    const book = withPrice(defaultPriceBook(), {
      key: 'aws_fargate@us-east-1',
      meter: 'vcpu',
      price: '0.08096',
      day: '2026-11-21',
    });
    const own = billOf('aws_fargate', undefined, usage, { book });
    const line = own.lines[0];
    expect(line).toMatchObject({ source: 'user', asOf: '2026-11-21', unitPrice: 0.08096 });
    expect(own.totalUsd - usd('aws_fargate')).toBeCloseTo(0.04048 * 0.5 * 730, 6);
  });

  it('are warned about when they are old, closed or have no price for what was asked', () => {
    const book = withAges(defaultPriceBook(), { wall: () => new Date('2030-01-01') });
    expect(billOf('aws_lambda', undefined, usage, { book }).warnings.join()).toContain('may have changed');
    expect(billOf('aws_app_runner', undefined, usage).warnings.join()).toContain('Closed to new customers');
    expect(billOf('azure_aci', undefined, usage, { arch: 'arm64', spot: true }).warnings).toHaveLength(2);
    expect(billOf('aws_fargate', undefined, usage).unsourced.join()).toContain('Spot');
  });

  it('in euros need a rate of exchange', () => {
    expect(() => billOf('scaleway_functions', undefined, usage)).toThrow('priced in EUR');
    expect(usd('scaleway_functions', {}, { usdPerEur: 2 })).toBeCloseTo(
      2 * usd('scaleway_functions', {}, { usdPerEur: 1 }),
      6,
    );
  });
});

describe('bad usage', () => {
  it.each([
    [{ requestsPerMonth: Number.NaN }, 'requestsPerMonth is NaN, not a number; nearest valid value: 0'],
    [{ requestsPerMonth: -1 }, 'requestsPerMonth is -1, below 0; nearest valid value: 0'],
    [{ requestsPerMonth: 1e18 }, 'nearest valid value: 10000000000000'],
    [{ durationsMs: [1, Number.POSITIVE_INFINITY] }, 'durationsMs is Infinity'],
    [{ replica: { vcpu: 0, memoryMiB: 512 } }, 'replica.vcpu is 0, below 0.01'],
    [{ memoryMiB: 20_000 }, 'nearest valid value: 10240'],
  ])('%j is named: %s', (change, words) => expect(() => usd('aws_lambda', change)).toThrow(words));
  it('names a size that is not sold', () =>
    expect(() => usd('aws_fargate', { replica: { vcpu: 64, memoryMiB: 512 } })).toThrow(
      'nearest valid value: 32 vCPU and 244 GB',
    ));
});

describe('storage', () => {
  it('is billed above what the platform includes', () => {
    const lambda = (ephemeralMiB: number) =>
      billOf('aws_lambda', undefined, fixtureUsage({ durationsMs: [1000], initMs: 0 }), { ephemeralMiB })
        .totalUsd;
    expect(lambda(512)).toBe(lambda(0));
    expect(lambda(1536) - lambda(512)).toBeCloseTo(12e6 * 0.0000000309, 6);
    const fargate = (ephemeralMiB: number) =>
      billOf('aws_fargate', undefined, usage, { ephemeralMiB }).totalUsd;
    expect(fargate(20 * 1024)).toBe(fargate(0));
    expect(fargate(30 * 1024) - fargate(0)).toBeCloseTo(10 * 730 * 0.000111, 6);
  });
});
