import { describe, expect, it } from 'vitest';
import { DEFAULT_CANDIDATES } from '../execution/candidate.ts';
import type { Sample } from '../execution/sample.ts';
import { sampleWith } from '../execution/testing/sample.ts';
import { csvHeader, csvRow, samplesToCsv } from './csv.ts';
import { fixtureSamples } from './fixture-samples.ts';
import { jsonLines } from './json-lines.ts';
import { distributionOf, summarise } from './summary.ts';
import { liveSeconds, measuredSeconds } from './timeline.ts';

const at = (scheduledAt: number, change: Partial<Sample> = {}): Sample =>
  sampleWith({
    ...{ scheduledAt, sentAt: scheduledAt, receivedAt: scheduledAt + 10 },
    ...{ handler: 9, billed: 9, instanceId: 'env-1', ...change },
  });

describe('measured seconds', () => {
  it('puts the blocks of a side end to end, pauses left out', () => {
    const samples = [at(5000), at(6500), at(60_000, { block: 1 }), at(61_000, { block: 1 })];
    const second = measuredSeconds(samples, 2000);
    expect(samples.map(second)).toEqual([0, 1, 2, 3]);
  });

  it('never lets a block run into the next', () => {
    const samples = [at(0), at(2100), at(10_000, { block: 1 })];
    expect(samples.map(measuredSeconds(samples, 2000))).toEqual([0, 1, 2]);
  });

  it('knows a block that begins with silence when it is told when the first request was due', () => {
    const samples = [at(6500), at(7500), at(60_900, { block: 1 })];
    expect(samples.map(measuredSeconds(samples, 4000, [1500, 900]))).toEqual([1, 2, 4]);
  });

  it('finds the length of a block when nobody tells it', () => {
    const samples = [at(0), at(2500), at(10_000, { block: 1 })];
    expect(samples.map(measuredSeconds(samples))).toEqual([0, 2, 3]);
  });
});

describe('liveSeconds', () => {
  it('counts errors apart: they never count as fast', () => {
    const samples = [
      at(0, { receivedAt: 100 }),
      at(100, { receivedAt: 100.5, outcome: 'throttled', status: null, instanceId: null }),
      at(200, { receivedAt: 201, status: 503 }),
    ];
    const [second] = liveSeconds(samples);
    expect(second).toMatchObject({ count: 3, errors: 2, cold: 0, instances: 1 });
    expect(second?.p50).toBeCloseTo(100, 0);
  });

  it('leaves seconds without requests out and keeps the candidates apart', () => {
    const samples = [at(0), at(3100, { cold: true }), at(0, { candidate: 'b' })];
    const seconds = liveSeconds(samples, { instances: [{ candidate: 'a', second: 3, instances: 7 }] });
    expect(
      seconds.map(({ candidate, second, cold, instances }) => [candidate, second, cold, instances]),
    ).toEqual([
      ['a', 0, 0, 1],
      ['a', 3, 1, 7],
      ['b', 0, 0, 1],
    ]);
  });
});

const csv = (samples: readonly Sample[]) => samplesToCsv(samples, DEFAULT_CANDIDATES);

describe('samplesToCsv', () => {
  it('has a header, one row a sample and the latency from the scheduled moment', () => {
    const lines = csv([at(1000, { sentAt: 1500, receivedAt: 1510, status: null })]).split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('');
    const row = Object.fromEntries(
      (lines[0] ?? '').split(',').map((name, index) => [name, lines[1]?.split(',')[index]]),
    );
    expect(row).toMatchObject({
      latency_ms: '510',
      sent_at_ms: '1500',
      status: '',
      side: 'function',
      candidate: 'a',
      mode: 'event-function',
    });
  });

  it('reads back every sample of a run', () => {
    const samples = fixtureSamples();
    expect(csv(samples).trimEnd().split('\r\n')).toHaveLength(samples.length + 1);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1'])('does not let %j run as a formula', (attack) => {
    const row = csv([at(0, { instanceId: attack })])
      .split('\r\n')
      .slice(1)
      .join('\r\n');
    expect(row).toContain(`'${attack.slice(0, 1)}`);
  });

  it('comes out as JSON lines with the same names', () => {
    const lines = jsonLines(
      [at(1000, { sentAt: 1500, receivedAt: 1510, status: null }), at(0)],
      DEFAULT_CANDIDATES,
    ).split('\n');
    expect(lines).toHaveLength(3);
    const first = JSON.parse(lines[0] ?? '');
    expect(Object.keys(first)).toEqual(csvHeader().trimEnd().split(','));
    expect(first).toMatchObject({ latency_ms: 510, status: null, cold: false });
  });

  it('quotes by RFC 4180, leaves negative numbers alone', () => {
    expect(csvRow(['a,b', 'say "x"', -1.5, null, true])).toBe('"a,b","say ""x""",-1.5,,true\r\n');
    expect(csvRow([0.1 + 0.2])).toBe('0.3\r\n');
  });
});

describe('summarise', () => {
  it('is all null without values', () =>
    expect(summarise([])).toEqual({ p50: null, p90: null, p95: null, p99: null, mean: null, max: null }));

  it('leaves the p99 out when there are too few values', () => {
    const summary = summarise(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(summary.p99).toBeNull();
    expect(summary.p50?.value).toBe(25);
    expect(summary.p95?.interval).toBeNull();
    expect(summary).toMatchObject({ max: 50, mean: 25.5 });
  });
});

describe('distributionOf', () => {
  it('has at most 200 ascending points from the first to the last value', () => {
    const points = distributionOf(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 100_003));
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.length).toBeGreaterThan(150);
    expect(points.every((one, i) => i === 0 || (points[i - 1]?.share ?? 1) < one.share)).toBe(true);
    expect(points.every((one, i) => i === 0 || (points[i - 1]?.ms ?? 0) <= one.ms)).toBe(true);
    expect(points.at(-1)?.share).toBe(1);
  });

  it('is empty without values, one point for one value', () => {
    expect(distributionOf([])).toEqual([]);
    expect(distributionOf([3])).toEqual([{ ms: 3, share: 1 }]);
  });
});
