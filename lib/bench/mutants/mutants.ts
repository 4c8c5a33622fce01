/** One constant or comparison that decides something, changed. */
export interface Mutant {
  file: string;
  /** Found in the file exactly once. */
  text: string;
  replacement: string;
  /** The pure tests that must notice. */
  tests: readonly string[];
}

const of = (file: string, tests: readonly string[], ...changes: readonly (readonly [string, string])[]) =>
  changes.map(([text, replacement]): Mutant => ({ file, text, replacement, tests }));

const VERDICT = ['lib/domain/recommendation'];
const REPORT = ['lib/domain/report/thresholds.test.ts', 'lib/domain/report/warnings.test.ts'];

export const MUTANTS: readonly Mutant[] = [
  ...of(
    'lib/domain/report/reported-time.ts',
    ['lib/domain/report/reported-time.test.ts'],
    ['ms: 10, share: 0.25', 'ms: 10.2, share: 0.25'],
    ['ms: 10, share: 0.25', 'ms: 9.8, share: 0.25'],
    ['ms: 10, share: 0.25', 'ms: 10, share: 0.26'],
    ['ms: 10, share: 0.25', 'ms: 10, share: 0.24'],
  ),
  ...of(
    'lib/domain/cost/after-answer.ts',
    ['lib/domain/cost/after-answer.test.ts'],
    ['ms: 1, share: 0.25', 'ms: 1.1, share: 0.25'],
    ['ms: 1, share: 0.25', 'ms: 0.9, share: 0.25'],
    ['ms: 1, share: 0.25', 'ms: 1, share: 0.27'],
    ['ms: 1, share: 0.25', 'ms: 1, share: 0.23'],
  ),
  ...of(
    'lib/domain/recommendation/reasons.ts',
    VERDICT,
    ['ALIKE = 0.1;', 'ALIKE = 0.11;'],
    ['ALIKE = 0.1;', 'ALIKE = 0.09;'],
    ['CLEARLY = 0.25;', 'CLEARLY = 0.26;'],
    ['CLEARLY = 0.25;', 'CLEARLY = 0.24;'],
    ['saved >= CLEARLY', 'saved > CLEARLY'],
    ['GAP = 0.01;', 'GAP = 0.012;'],
    ['GAP = 0.01;', 'GAP = 0.008;'],
    ['ENOUGH = 2;', 'ENOUGH = 3;'],
    ['ENOUGH = 2;', 'ENOUGH = 1;'],
    ['signs >= ENOUGH', 'signs > ENOUGH'],
    ['> LONGEST_MS', '>= LONGEST_MS'],
  ),
  ...of(
    'lib/domain/recommendation/verdict.ts',
    VERDICT,
    ['FAILING = 0.9;', 'FAILING = 0.91;'],
    ['FAILING = 0.9;', 'FAILING = 0.89;'],
    ['share(side) < FAILING', 'share(side) <= FAILING'],
  ),
  ...of('lib/domain/recommendation/grounds.ts', VERDICT, ['margin < doubt.by', 'margin <= doubt.by']),
  ...of(
    'lib/domain/load/peak.ts',
    VERDICT,
    ['TESTED = 0.5;', 'TESTED = 0.51;'],
    ['TESTED = 0.5;', 'TESTED = 0.49;'],
    ['measuredPerSecond >= describedPerSecond * TESTED', 'measuredPerSecond > describedPerSecond * TESTED'],
  ),
  ...of(
    'lib/domain/report/disturbance.ts',
    VERDICT,
    ['lateMs: 1,', 'lateMs: 1.1,'],
    ['lateMs: 1,', 'lateMs: 0.9,'],
    ['steal: 0.02,', 'steal: 0.022,'],
    ['steal: 0.02,', 'steal: 0.019,'],
    ['others: 0.25 }', 'others: 0.26 }'],
    ['others: 0.25 }', 'others: 0.24 }'],
    ['value != null && value > limit', 'value != null && value >= limit'],
    ['others: 0.5,', 'others: 0.51,'],
    ['others: 0.5,', 'others: 0.49,'],
    ['unsent: 0.01 }', 'unsent: 0.011 }'],
    ['unsent: 0.01 }', 'unsent: 0.009 }'],
    ['LEAST_GOOD = 0.9;', 'LEAST_GOOD = 0.89;'],
    ['goodShare(one) >= LEAST_GOOD', 'goodShare(one) > LEAST_GOOD'],
    ['candidates.some((one) => goodShare', 'candidates.every((one) => goodShare'],
    ['disturbance.others > NONE_ABOVE.others', 'disturbance.others >= NONE_ABOVE.others'],
  ),
  ...of(
    'lib/domain/report/reliability.ts',
    REPORT,
    ['LATE_SHARE = 0.2;', 'LATE_SHARE = 0.21;'],
    ['LATE_SHARE = 0.2;', 'LATE_SHARE = 0.19;'],
    ['lateness.p99Ms > HARMLESS.lateMs', 'lateness.p99Ms >= HARMLESS.lateMs'],
    ['unsent > 0', 'unsent > 1'],
    ['(share ?? 0) > limit', '(share ?? 0) >= limit'],
  ),
  ...of(
    'lib/domain/report/target.ts',
    REPORT,
    [
      'answered.interval[1] < target.percentile / 100',
      'answered.interval[1] <= target.percentile / 100 + 0.01',
    ],
    ['interval[0] > target.ms', 'interval[0] >= target.ms'],
    ['interval[1] <= target.ms', 'interval[1] < target.ms'],
    ['answered.value >= target.percentile / 100', 'answered.value > target.percentile / 100'],
  ),
  ...of(
    'lib/domain/report/warnings.ts',
    REPORT,
    ['LEAST_GOOD = 0.9;', 'LEAST_GOOD = 0.91;'],
    ['LEAST_GOOD = 0.9;', 'LEAST_GOOD = 0.89;'],
    ['LEAST_SAMPLES = 72;', 'LEAST_SAMPLES = 73;'],
    ['LEAST_SAMPLES = 72;', 'LEAST_SAMPLES = 71;'],
  ),
  ...of(
    'lib/domain/report/block-bootstrap.ts',
    ['lib/domain/report/block-bootstrap.test.ts', ...REPORT],
    ['FEWEST_BLOCKS = 4;', 'FEWEST_BLOCKS = 5;'],
    ['FEWEST_BLOCKS = 4;', 'FEWEST_BLOCKS = 3;'],
  ),
  ...of(
    'lib/domain/load/default-plan.ts',
    ['lib/domain/load/load.test.ts'],
    ['IN_FLIGHT = 20;', 'IN_FLIGHT = 21;'],
    ['IN_FLIGHT = 20;', 'IN_FLIGHT = 19;'],
    ['SLOWEST = 5;', 'SLOWEST = 6;'],
    ['SLOWEST = 5;', 'SLOWEST = 4;'],
    ['FASTEST = 50;', 'FASTEST = 51;'],
    ['FASTEST = 50;', 'FASTEST = 49;'],
    ['FOR_PERCENTILES = 20;', 'FOR_PERCENTILES = 21;'],
    ['FOR_PERCENTILES = 20;', 'FOR_PERCENTILES = 19;'],
  ),
  ...of(
    'lib/domain/sweep/prepare.ts',
    ['lib/domain/sweep/sweep.test.ts'],
    ['LEAST_GOOD = 0.99;', 'LEAST_GOOD = 0.991;'],
    ['LEAST_GOOD = 0.99;', 'LEAST_GOOD = 0.988;'],
    ['good >= LEAST_GOOD', 'good > LEAST_GOOD'],
  ),
];
