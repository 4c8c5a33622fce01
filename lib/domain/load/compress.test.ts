import { describe, expect, it } from 'vitest';
import type { Arrivals } from '../simulation/input.ts';
import { patternSource, takeArrivals } from './arrival-source.ts';
import { type Compression, compressed, compressionDistorts } from './compress.ts';
import { TrafficPattern } from './pattern.ts';

const DAY = 86_400_000;
const diurnal = TrafficPattern.parse({
  kind: 'diurnal',
  averagePerSecond: 0.5,
  weekdays: [1, 1, 1, 1, 1, 1, 1],
});
const day = () => takeArrivals(patternSource(diurnal, 1), DAY);
const recorded = (times: Float64Array, periodMs = DAY): Arrivals => ({
  ...{ kind: 'times', atMs: [...times], periodMs, copies: 1, repeats: 1 },
});
const played = (arrivals: Arrivals, compression: Compression) =>
  takeArrivals(compressed(arrivals, compression, 1), DAY);

describe('compressed', () => {
  it('plays every request sooner', () => {
    const times = played(recorded(day()), { factor: 144, requests: 'all' });
    expect(times).toEqual(day().map((at) => at / 144));
  });

  it.each([
    ['recorded requests', recorded(day())],
    ['a pattern', diurnal],
  ])('thins %s to the rate they had, with the same shape', (_, arrivals) => {
    const times = takeArrivals(compressed(arrivals, { factor: 144, requests: 'thinned' }, 1), 600_000);
    // 43,200 / 144 = 300 expected, standard deviation 17; ascending, in ten minutes.
    expect(Math.abs(times.length - day().length / 144)).toBeLessThan(5 * 17.4);
    expect(times.every((at, index) => at >= (times[index - 1] ?? 0) && at < 600_000)).toBe(true);
    const night = times.filter((at) => at < 100_000).length;
    const noon = times.filter((at) => at >= 200_000 && at < 300_000).length;
    expect(noon).toBeGreaterThan(3 * night);
  });

  it('keeps a thinned constant rate even', () => {
    const arrivals = { kind: 'constant', ratePerSecond: 10 } as const;
    const source = compressed(arrivals, { factor: 50, requests: 'thinned' }, 1);
    expect(takeArrivals(source, 1000)).toEqual(Float64Array.from({ length: 10 }, (_, n) => n * 100));
  });

  it('ends where the traffic ends, however it is asked for', () => {
    const source = compressed(recorded(Float64Array.of(0, 10, 20), 30), { factor: 10, requests: 'all' }, 1);
    const out = new Float64Array(2);
    expect([source.fill(out), source.fill(out), source.fill(out)]).toEqual([2, 1, 0]);
  });
});

describe('compressionDistorts', () => {
  const traffic = { durationMs: DAY, meanPerSecond: 0.5, keepAliveMs: 600_000, serviceMs: 200 };

  it('says nothing where nothing is compressed', () => {
    expect(compressionDistorts({ factor: 1, requests: 'all' }, traffic)).toEqual([]);
  });

  it('says with figures what is distorted', () => {
    const words = compressionDistorts({ factor: 144, requests: 'all' }, traffic).join('\n');
    expect(words).toContain('24 h are played in 10 min, 144 times faster');
    expect(words).toContain('72/s instead of 0.5/s');
    expect(words).toContain('14.4 requests are in progress on average instead of 0.1');
    expect(words).toContain('a keep-alive of 10 min outlasts what were 24 h');
    expect(words).toContain('one of 4.17 s would keep them');
    expect(words).toContain('144 times slower');
  });

  it('says what thinning loses, and does without a keep-alive', () => {
    const words = compressionDistorts(
      { factor: 10, requests: 'thinned' },
      { durationMs: DAY, meanPerSecond: 2 },
    ).join('\n');
    expect(words).toContain('One request of 10 is sent');
    expect(words).toContain('Pauses are 10 times shorter');
    expect(words).not.toContain('undefined');
  });
});
