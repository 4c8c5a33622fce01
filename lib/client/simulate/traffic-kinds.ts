import { TrafficPattern, type TrafficPatternInput } from '#lib/domain/load/pattern.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import type { FieldKey } from './fields.ts';

/** The kinds of traffic that can be chosen; `trace` is a file of the reader's own. */
export const TRAFFIC_KINDS = [
  'month',
  'diurnal',
  'poisson',
  'constant',
  'on-off',
  'ramp',
  'spike',
  'trace',
] as const;
export type TrafficKind = (typeof TRAFFIC_KINDS)[number];
export type PatternKind = Exclude<TrafficKind, 'trace'>;

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** Numbers of the form by field, those in use. */
export type Numbers = Readonly<Record<FieldKey, number>>;

interface Choices {
  shape: TrafficShape;
  vary: boolean;
  day: Day;
}

interface Kind {
  label: string;
  /** What it is and what it stands for. */
  words: string;
  /** What is asked for, with its own name where the common one would not say enough. */
  fields: readonly (readonly [key: FieldKey, label: string])[];
  pattern: (numbers: Numbers, choices: Choices) => TrafficPatternInput;
}

export const KINDS: Readonly<Record<PatternKind, Kind>> = {
  month: {
    label: 'Described month',
    words: 'As a workload describes its traffic: requests a month, and how a week spreads them.',
    fields: [['rm', 'Requests a month']],
    pattern: ({ rm }, { shape }) => ({ kind: 'month', requestsPerMonth: rm, shape }),
  },
  diurnal: {
    label: 'Day and night',
    words: 'A week of office life: busy days, quiet nights, a lighter weekend. Users come independently.',
    fields: [
      ['rate', 'Average rate'],
      ['we', 'Weekend'],
    ],
    pattern: ({ rate, we }, { day }) => ({
      kind: 'diurnal',
      averagePerSecond: rate,
      weekdays: [1, 1, 1, 1, 1, we / 100, we / 100],
      startDay: DAYS.indexOf(day),
    }),
  },
  poisson: {
    label: 'Poisson',
    words: 'A constant rate from many users who do not know of each other: gaps vary exponentially.',
    fields: [['rate', 'Rate']],
    pattern: ({ rate }) => ({ kind: 'poisson', ratePerSecond: rate }),
  },
  constant: {
    label: 'Constant',
    words: 'Equal gaps, as a timer makes them. Kinder to every queue than people are.',
    fields: [['rate', 'Rate']],
    pattern: ({ rate }) => ({ kind: 'constant', ratePerSecond: rate }),
  },
  'on-off': {
    label: 'On/off bursts',
    words: 'Bursts with pauses between them, as batch jobs and campaigns make them.',
    fields: [
      ['rate', 'Burst rate'],
      ['low', 'Pause rate'],
      ['on', 'Burst length'],
      ['off', 'Pause length'],
    ],
    pattern: ({ rate, low, on, off }, { vary }) => ({
      kind: 'on-off',
      onPerSecond: rate,
      offPerSecond: low,
      onSeconds: on,
      offSeconds: off,
      lengths: vary ? 'exponential' : 'fixed',
    }),
  },
  ramp: {
    label: 'Ramp',
    words: 'The rate grows or shrinks in a straight line and then stays.',
    fields: [
      ['rate', 'Start rate'],
      ['peak', 'End rate'],
      ['rise', 'Takes'],
    ],
    pattern: ({ rate, peak, rise }) => ({
      kind: 'ramp',
      fromPerSecond: rate,
      toPerSecond: peak,
      seconds: Math.max(0.001, rise),
    }),
  },
  spike: {
    label: 'Spike',
    words: 'One peak on a steady base: a newsletter, a goal, a crash next door.',
    fields: [
      ['rate', 'Base rate'],
      ['peak', 'Peak rate'],
      ['after', 'Begins after'],
      ['rise', 'Rises for'],
      ['on', 'Stays for'],
      ['fall', 'Falls for'],
    ],
    pattern: ({ rate, peak, after, rise, on, fall }) => ({
      kind: 'spike',
      basePerSecond: rate,
      peakPerSecond: peak,
      afterSeconds: Math.max(0.001, after),
      riseSeconds: rise,
      holdSeconds: on,
      fallSeconds: fall,
    }),
  },
};

export const TRACE_WORDS =
  'Real traffic from a file: times, counts or rates in a CSV, an access log, results of a load generator, or an Azure Functions trace of 2019 or 2021.';

export const labelOf = (kind: TrafficKind): string => (kind === 'trace' ? 'A trace file' : KINDS[kind].label);

export const patternOf = (kind: PatternKind, numbers: Numbers, choices: Choices): TrafficPattern =>
  TrafficPattern.parse(KINDS[kind].pattern(numbers, choices));
