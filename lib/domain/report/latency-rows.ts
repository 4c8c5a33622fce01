import type { Side } from '../execution/executor.ts';
import type { Measured } from '../statistics/measured.ts';
import { bySide } from './by-side.ts';
import type { CandidateReport, Difference, LatencySummary } from './measurement.ts';
import type { Report } from './report.ts';
import { differenceWords } from './words.ts';

/** One quantity on both sides, in ms. */
export interface LatencyRow {
  label: string;
  function: Measured | null;
  container: Measured | null;
  /** Written out; null where no difference was tested. */
  difference: string | null;
}

export interface LatencyGroup {
  id: 'all' | 'warm' | 'queue' | 'handler' | 'reported' | 'network' | 'cold';
  title: string;
  note: string;
  rows: readonly LatencyRow[];
}

type Percentile = 'p50' | 'p90' | 'p95' | 'p99';
type SummaryOf = (side: CandidateReport) => LatencySummary;

/** The percentile table of the report, cold starts apart from the rest. */
export function latencyGroups(report: Report): LatencyGroup[] {
  const warm = (side: CandidateReport) => side.warmLatency;
  return [
    {
      id: 'all',
      title: 'All good requests',
      note: 'From the scheduled moment to the answer, cold starts included.',
      rows: [
        ...percentiles(report, (side) => side.latency, ['p50', 'p90', 'p95', 'p99'], ''),
        single(report, 'Mean', (side) => side.latency.mean),
        single(report, 'Slowest', (side) => side.latency.max),
      ],
    },
    {
      id: 'warm',
      title: 'Warm requests',
      note: 'Met a warm environment or a ready replica.',
      rows: percentiles(report, warm, ['p50', 'p95'], 'warm '),
    },
    ...phase(report, 'queue', 'Waiting for a place', 'Until an environment or a replica took the request.'),
    ...phase(
      report,
      'handler',
      'Handler',
      'From handing the request over until its answer was there, by the executor’s own clock. A function is billed by it.',
    ),
    ...phase(report, 'reported', 'Reported by the code', reportedNote(report)),
    ...phase(
      report,
      'network',
      'Around the handler',
      'What waiting, start and handler do not explain: the executor’s own work on this machine.',
    ),
    {
      id: 'cold',
      title: 'Start of an environment or replica',
      note: 'From the start of the sandbox or container until the code was loaded; those of the warm-up too, and of replicas, which are started before it. They shared the processors with what ran; the forced starts below did not.',
      rows: [
        ...percentiles(report, (side) => side.init, ['p50', 'p95'], null),
        // One start has no percentile.
        single(report, 'Mean', (side) => side.init.mean),
      ],
    },
  ];
}

const reportedNote = ({ candidates }: Report): string =>
  candidates.every(({ handler }) => handler === null)
    ? 'Time in the handler as its own process said. Reports of this age billed it.'
    : 'Time in the handler as its own process says, which the code can change. It decides nothing.';

/** A phase that older reports do not have, or one of the sides. */
function phase(
  report: Report,
  id: 'queue' | 'handler' | 'reported' | 'network',
  title: string,
  note: string,
): LatencyGroup[] {
  if (report.candidates.some((one) => one[id] === null)) return [];
  return [
    { id, title, note, rows: percentiles(report, (side) => side[id] ?? side.latency, ['p50', 'p95'], null) },
  ];
}

/** `prefix` finds the tested difference ("warm " + "p50"); null where none is tested. */
function percentiles(
  report: Report,
  of: SummaryOf,
  which: readonly Percentile[],
  prefix: string | null,
): LatencyRow[] {
  const sides = bySide(report);
  return which.map((name) => {
    const tested = prefix === null ? undefined : findDifference(report, `${prefix}${name}`);
    return {
      label: name,
      function: of(sides.function)[name],
      container: of(sides.container)[name],
      difference: tested ? differenceWords(tested) : null,
    };
  });
}

export const findDifference = (report: Report, quantity: string): Difference | undefined =>
  report.differences.find((difference) => difference.quantity === quantity);

function single(report: Report, label: string, of: (side: CandidateReport) => number | null): LatencyRow {
  const measured = (side: Side): Measured | null => {
    const one = bySide(report)[side];
    const value = of(one);
    return value === null ? null : { value, interval: null, samples: one.good };
  };
  return { label, function: measured('function'), container: measured('container'), difference: null };
}
