import { basename } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { keepTrace } from '#lib/domain/load/keep-trace.ts';
import { TrafficPattern } from '#lib/domain/load/pattern.ts';
import { PlayedTraffic } from '#lib/domain/load/played-traffic.ts';
import { readingWords } from '#lib/domain/load/trace/trace.ts';
import { traceArrivals } from '#lib/domain/simulation/arrivals.ts';
import { parseFlags } from './parse-flags.ts';
import { parseJson } from './read-file.ts';
import { readTrace, type TraceFlags } from './trace-options.ts';

/** How a run's traffic is named on the command line; the same for `run` and `sweep`. */
export interface TrafficOptions extends TraceFlags {
  pattern?: string;
  span?: number;
  requests?: PlayedTraffic['requests'];
  rounds?: number;
  /** The earlier name of `rounds`. */
  blocks?: number;
  /** With a pattern or a trace: its mean. */
  rate?: number;
}

export const roundsOf = ({ rounds, blocks }: TrafficOptions): number | undefined => rounds ?? blocks;

/** The traffic that the options name; undefined: a steady rate. @throws CrossoverError */
export async function readTraffic(options: TrafficOptions): Promise<PlayedTraffic | undefined> {
  const source = await sourceOf(options);
  if (source === undefined) return withoutTraffic(options);
  const { span, requests, rate } = options;
  const played = { ...source, spanSeconds: span, requests, meanPerSecond: rate };
  return parseFlags(PlayedTraffic, played, {
    ...{ spanSeconds: '--span', requests: '--requests', meanPerSecond: '--rate' },
    '': options.trace === undefined ? '--pattern' : '--trace',
  });
}

/** What says how a pattern or a trace is played means nothing for a steady rate. @throws CrossoverError */
function withoutTraffic({ span, requests }: TrafficOptions): undefined {
  const lost = [...(span === undefined ? [] : ['--span']), ...(requests === undefined ? [] : ['--requests'])];
  if (lost.length === 0) return undefined;
  throw new CrossoverError({
    code: 'nothing-to-play',
    owner: 'yours',
    message: `${lost.join(' and ')} ${lost.length === 1 ? 'is' : 'are'} of a pattern or a trace, and neither is given.`,
    remedy: 'Add --pattern or --trace, or leave it out.',
  });
}

async function sourceOf({
  pattern,
  trace,
  timeColumn,
  countColumn,
  unit,
  interval,
}: TrafficOptions): Promise<PlayedTraffic | undefined> {
  const read = await readTrace({ trace, timeColumn, countColumn, unit, interval });
  if (pattern !== undefined) {
    return {
      arrivals: parseFlags(TrafficPattern, parseJson(pattern, REMEDY), { '': '--pattern' }),
      requests: 'thinned',
    };
  }
  return read === null
    ? undefined
    : keepTrace(traceArrivals(read), basename(trace ?? ''), readingWords(read));
}

const REMEDY = `Give e.g. --pattern '{"kind":"ramp","fromPerSecond":1,"toPerSecond":50,"seconds":10}'.`;
