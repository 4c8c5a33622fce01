import type { Sample } from '../execution/sample.ts';
import type { Side } from '../execution/side.ts';
import { ID, sampleWith } from '../execution/testing/sample.ts';
import { buildReport } from './build.ts';
import { bySide } from './by-side.ts';
import { fixtureInput } from './fixture.ts';
import type { BuildReportInput } from './input.ts';

/** The report of these samples, all else as in the fixture; `sides` are its two candidates. */
export function build(samples: readonly Sample[], change: Partial<BuildReportInput> = {}) {
  const report = buildReport({ ...fixtureInput(samples), ...change });
  return { ...report, sides: bySide(report) };
}

/** Samples of a side, one block, each answered `latency(index, at)` ms after it was due. */
export function run(
  side: Side,
  count: number,
  latency: (index: number, at: number) => number,
  change: (index: number) => Partial<Sample> = () => ({}),
): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const at = index * 50;
    const ms = latency(index, at);
    return sampleWith({
      ...{ candidate: ID[side], index, scheduledAt: at, sentAt: at, receivedAt: at + ms },
      ...{ handler: ms, billed: Math.ceil(ms), instanceId: `${side}-1`, ...change(index) },
    });
  });
}

/** Ten different values, so that percentiles and intervals are not all one number. */
export const about = (ms: number) => (index: number) => ms * (0.9 + (index % 10) * 0.02);

/** Samples of both sides around these latencies in ms. */
export const both = (fn: number, container: number, count = 600) => [
  ...run('function', count, about(fn)),
  ...run('container', count, about(container)),
];
