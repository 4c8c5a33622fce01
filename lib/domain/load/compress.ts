import { formatCount, formatMs, formatRate } from '../charts/format.ts';
import { scaleArrivals, sourceOf } from '../simulation/arrivals.ts';
import type { Arrivals } from '../simulation/input.ts';
import type { Ms, PerSecond } from '../units.ts';
import type { ArrivalSource } from './arrival-source.ts';

/** Traffic of a long time played in a short one. */
export interface Compression {
  /** So many times faster: 144 plays a day in ten minutes. */
  factor: number;
  /** all: every request, at a rate so many times higher. thinned: one of so many, at the rate it had. */
  requests: 'all' | 'thinned';
}

/**
 * The same arrivals, sooner. What is thinned is so before it is drawn: a share of the requests of a
 * Poisson process is one too, a share of even ones stays even, and of recorded ones each is drawn.
 * `untilMs`: what comes later, in the traffic's own time, may be left out.
 */
export function compressed(
  arrivals: Arrivals,
  { factor, requests }: Compression,
  seed: number,
  untilMs?: Ms,
): ArrivalSource {
  const kept = requests === 'all' || factor === 1 ? arrivals : scaleArrivals(arrivals, 1 / factor);
  const source = sourceOf(kept, seed, untilMs);
  if (factor === 1) return source;
  return {
    fill(out) {
      const filled = source.fill(out);
      for (let index = 0; index < filled; index++) out[index] = (out[index] ?? 0) / factor;
      return filled;
    },
  };
}

export interface CompressedTraffic {
  /** Before compression. */
  durationMs: Ms;
  meanPerSecond: PerSecond;
  keepAliveMs?: Ms;
  serviceMs?: Ms;
}

/** What a compressed run shows otherwise than the traffic would, in words with figures. Empty when nothing is compressed. */
export function compressionDistorts(compression: Compression, traffic: CompressedTraffic): string[] {
  const { factor } = compression;
  if (factor === 1) return [];
  const times = formatCount(factor);
  return [
    `${formatMs(traffic.durationMs)} are played in ${formatMs(traffic.durationMs / factor)}, ${times} times faster.`,
    ...(compression.requests === 'all' ? allWords(factor, traffic) : thinnedWords(factor)),
    ...pauseWords(factor, traffic),
    `Requests, inits and starts take as long as ever, so they take ${times} times more of the pattern: an autoscaler or a slow start looks ${times} times slower than it is.`,
  ];
}

const allWords = (factor: number, { meanPerSecond, serviceMs }: CompressedTraffic): string[] => [
  `Every request is sent, so the mean rate is ${formatRate(meanPerSecond * factor)} instead of ${formatRate(meanPerSecond)}: more at once, longer queues and more instances than the traffic itself would make.`,
  ...(serviceMs === undefined
    ? []
    : [
        `At ${formatMs(serviceMs)} each, ${formatCount((meanPerSecond * factor * serviceMs) / 1000)} requests are in progress on average instead of ${formatCount((meanPerSecond * serviceMs) / 1000)}.`,
      ]),
];

const thinnedWords = (factor: number): string[] => [
  `One request of ${formatCount(factor)} is sent, so the rates are those of the traffic, but short bursts are thinned away: fewer at once and fewer cold starts in a burst than there would be.`,
];

const pauseWords = (factor: number, { keepAliveMs }: CompressedTraffic): string[] =>
  keepAliveMs === undefined
    ? [
        `Pauses are ${formatCount(factor)} times shorter: cold starts after a pause are fewer than there would be.`,
      ]
    : [
        `Pauses are ${formatCount(factor)} times shorter: a keep-alive of ${formatMs(keepAliveMs)} outlasts what were ${formatMs(keepAliveMs * factor)}, so cold starts after a pause are fewer; one of ${formatMs(keepAliveMs / factor)} would keep them.`,
      ];
