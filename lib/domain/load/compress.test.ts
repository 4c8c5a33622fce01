import { describe, expect, it } from 'vitest';
import { patternSource, takeArrivals } from './arrival-source.ts';
import { type Compression, compressionDistorts, compressSource } from './compress.ts';
import { TrafficPattern } from './pattern.ts';
import { instantsSource } from './trace-source.ts';

const DAY = 86_400_000;
const diurnal = TrafficPattern.parse({
  kind: 'diurnal',
  averagePerSecond: 0.5,
  weekdays: [1, 1, 1, 1, 1, 1, 1],
});
const day = () => takeArrivals(patternSource(diurnal, 1), DAY);
const compressed = (compression: Compression) =>
  takeArrivals(
    compressSource(instantsSource(day(), DAY, { copies: 1, repeats: 1, seed: 1 }), compression),
    DAY,
  );

describe('compressSource', () => {
  it('plays every request sooner', () => {
    const times = compressed({ factor: 144, requests: 'all', seed: 1 });
    expect(times).toEqual(day().map((at) => at / 144));
  });

  it('thins to the rate that it had, with the same shape', () => {
    const times = compressed({ factor: 144, requests: 'thinned', seed: 1 });
    // 43,200 / 144 = 300 expected, standard deviation 17; ascending, in ten minutes.
    expect(Math.abs(times.length - day().length / 144)).toBeLessThan(5 * 17.4);
    expect(times.every((at, index) => at >= (times[index - 1] ?? 0) && at < 600_000)).toBe(true);
    const night = times.filter((at) => at < 100_000).length;
    const noon = times.filter((at) => at >= 200_000 && at < 300_000).length;
    expect(noon).toBeGreaterThan(3 * night);
  });

  it('ends where the traffic ends, however it is asked for', () => {
    const source = compressSource(
      instantsSource(Float64Array.of(0, 10, 20), 30, { copies: 1, repeats: 1, seed: 1 }),
      {
        factor: 10,
        requests: 'all',
        seed: 1,
      },
    );
    const out = new Float64Array(2);
    expect([source.fill(out), source.fill(out), source.fill(out)]).toEqual([2, 1, 0]);
  });
});

describe('compressionDistorts', () => {
  const traffic = { durationMs: DAY, meanPerSecond: 0.5, keepAliveMs: 600_000, serviceMs: 200 };

  it('says nothing where nothing is compressed', () => {
    expect(compressionDistorts({ factor: 1, requests: 'all', seed: 1 }, traffic)).toEqual([]);
  });

  it('says with figures what is distorted', () => {
    const words = compressionDistorts({ factor: 144, requests: 'all', seed: 1 }, traffic).join('\n');
    expect(words).toContain('24 h are played in 10 min, 144 times faster');
    expect(words).toContain('72/s instead of 0.5/s');
    expect(words).toContain('14.4 requests are in progress on average instead of 0.1');
    expect(words).toContain('a keep-alive of 10 min outlasts what were 24 h');
    expect(words).toContain('one of 4.17 s would keep them');
    expect(words).toContain('144 times slower');
  });

  it('says what thinning loses, and does without a keep-alive', () => {
    const words = compressionDistorts(
      { factor: 10, requests: 'thinned', seed: 1 },
      { durationMs: DAY, meanPerSecond: 2 },
    ).join('\n');
    expect(words).toContain('One request of 10 is sent');
    expect(words).toContain('Pauses are 10 times shorter');
    expect(words).not.toContain('undefined');
  });
});
