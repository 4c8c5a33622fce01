import type { Side } from '../execution/executor.ts';
import type { Measured } from '../statistics/measured.ts';
import type { Difference, LatencySummary, SideReport } from './measurement.ts';
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
type SummaryOf = (side: SideReport) => LatencySummary;

/** The percentile table of the report, cold starts apart from the rest. */
export function latencyGroups(report: Report): LatencyGroup[] {
  const warm = (side: SideReport) => side.warmLatency;
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

const reportedNote = ({ sides }: Report): string =>
  sides.function.handler === null
    ? 'Time in the handler as its own process said. Reports of this age billed it.'
    : 'Time in the handler as its own process says, which the code can change. It decides nothing.';

/** A phase that older reports do not have, or one of the sides. */
function phase(
  report: Report,
  id: 'queue' | 'handler' | 'reported' | 'network',
  title: string,
  note: string,
): LatencyGroup[] {
  const { function: one, container: other } = report.sides;
  if (one[id] === null || other[id] === null) return [];
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
  return which.map((name) => {
    const tested = prefix === null ? undefined : findDifference(report, `${prefix}${name}`);
    return {
      label: name,
      function: of(report.sides.function)[name],
      container: of(report.sides.container)[name],
      difference: tested ? differenceWords(tested) : null,
    };
  });
}

export const findDifference = (report: Report, quantity: string): Difference | undefined =>
  report.differences.find((difference) => difference.quantity === quantity);

function single(report: Report, label: string, of: (side: SideReport) => number | null): LatencyRow {
  const measured = (side: Side): Measured | null => {
    const value = of(report.sides[side]);
    return value === null ? null : { value, interval: null, samples: report.sides[side].good };
  };
  return { label, function: measured('function'), container: measured('container'), difference: null };
}
