import { HOURS_PER_MONTH } from '../load/traffic.ts';

/**
 * The units that a field is measured in, and those of the same quantity that people write instead.
 * Memory and data are binary throughout: the platforms mean 2^20 bytes by "MB".
 */
export const FIELD_UNITS = [
  'count',
  'ms',
  's',
  'hours',
  'days',
  'bytes',
  'KiB',
  'MiB',
  'GiB',
  'perSecond',
  'perMonth',
  'percent',
  'share',
  'usd',
  'vCPU',
  'times',
] as const;
export type FieldUnit = (typeof FIELD_UNITS)[number];

/** What one unit is worth in the base of its quantity; longer names are tried as they stand, without case. */
type Units = Readonly<Record<string, number>>;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const named = (value: number, names: string): Units =>
  Object.fromEntries(names.split(' ').map((name) => [name, value]));

/** In milliseconds. */
const TIME: Units = {
  ...named(1e-6, 'ns nanosecond nanoseconds'),
  ...named(1e-3, 'us µs μs microsecond microseconds'),
  ...named(1, 'ms msec millisecond milliseconds'),
  ...named(SECOND_MS, 's sec secs second seconds'),
  ...named(MINUTE_MS, 'm min mins minute minutes'),
  ...named(HOUR_MS, 'h hr hrs hour hours'),
  ...named(DAY_MS, 'd day days'),
};

const KIB = 1024;
const MIB = KIB * 1024;
const GIB = MIB * 1024;
/** In bytes. */
const DATA: Units = {
  ...named(1, 'b byte bytes'),
  ...named(KIB, 'k kb ki kib'),
  ...named(MIB, 'm mb mi mib'),
  ...named(GIB, 'g gb gi gib'),
  ...named(GIB * 1024, 't tb ti tib'),
};

const MONTH_S = HOURS_PER_MONTH * 3600;
const PERIODS: readonly (readonly [seconds: number, names: readonly string[]])[] = [
  [1, ['s', 'sec', 'second']],
  [60, ['min', 'minute']],
  [3600, ['h', 'hr', 'hour']],
  [86_400, ['d', 'day']],
  [MONTH_S, ['mo', 'month']],
];
const REQUEST_WORDS = ['', 'req', 'reqs', 'request', 'requests', 'invocations', 'calls', 'r'];

/** Per second, however it is written: "/s", "per second", "a month", "requests/min", "rps". */
const RATE: Units = {
  ...Object.fromEntries(
    PERIODS.flatMap(([seconds, names]) =>
      names.flatMap((name) =>
        REQUEST_WORDS.flatMap((word) =>
          ['/', 'per ', 'a ', 'an ', 'each '].map((joint) => [`${word} ${joint}${name}`.trim(), 1 / seconds]),
        ),
      ),
    ),
  ),
  ...Object.fromEntries(
    PERIODS.flatMap(([seconds, names]) =>
      names.flatMap((name) => REQUEST_WORDS.map((word) => [`${word}/${name}`, 1 / seconds])),
    ),
  ),
  ...named(1, 'rps qps hz'),
  ...named(1 / 60, 'rpm'),
};

interface Field {
  /** Units that may be written. */
  units: Units;
  /** The field's own, in the same base. */
  own: number;
  /** Said when another unit was written. */
  words: string;
}

const time = (own: number): Field => ({ units: TIME, own, words: 'ms, s, min, h or days' });
const data = (own: number): Field => ({ units: DATA, own, words: 'B, KB, MB, GB or TB' });
const REQUESTS = 'requests request reqs req';
/** Requests alone are those of the field's own period. */
const rate = (own: number): Field => ({
  units: { ...RATE, ...named(own, REQUESTS) },
  own,
  words: '/s, /min, /h, /day or /month',
});

export const FIELDS: Readonly<Record<FieldUnit, Field>> = {
  count: { units: named(1, REQUESTS), own: 1, words: 'k, M or bn' },
  ms: time(1),
  s: time(SECOND_MS),
  hours: time(HOUR_MS),
  days: time(DAY_MS),
  bytes: data(1),
  KiB: data(KIB),
  MiB: data(MIB),
  GiB: data(GIB),
  perSecond: rate(1),
  perMonth: rate(1 / MONTH_S),
  percent: { units: named(1, '% percent pct'), own: 1, words: '%' },
  share: { units: named(0.01, '% percent pct'), own: 1, words: '%' },
  usd: { units: named(1, 'usd us$ $ dollar dollars'), own: 1, words: '$ or USD' },
  // Kubernetes writes 500m for half a processor.
  vCPU: {
    units: { ...named(1, 'vcpu vcpus cpu cpus core cores'), m: 1e-3 },
    own: 1,
    words: 'vCPU, or m for thousandths',
  },
  times: { units: named(1, 'x × times'), own: 1, words: '×' },
};
