import type { Bounds } from '../cost/quantity.ts';

/** A number of the form: how it is called, what it means, where it may lie, and where it begins. */
export interface FieldSpec extends Bounds {
  label: string;
  unit: string;
  description: string;
  /** Null: there is none, which the description explains. */
  start: number | null;
}

const YEAR_HOURS = 8784;
const rate = { unit: 'per s', least: 0.0001, most: 1e6, whole: false };
const seconds = { unit: 's', least: 0, most: 366 * 86_400, whole: false };
const time = { unit: 'ms', least: 0.01, most: 3_600_000, whole: false };
const count = { unit: '', least: 1, most: 100_000, whole: true };

/** All of them, by the key that stands in the address. */
export const FIELDS = {
  rate: { ...rate, label: 'Rate', description: 'Requests per second.', start: 2 },
  rm: {
    unit: 'a month',
    least: 1,
    most: 1e13,
    whole: false,
    label: 'Requests a month',
    description: 'A month is 730 hours.',
    start: 1_000_000,
  },
  peak: { ...rate, label: 'Peak', description: 'Requests per second.', start: 50 },
  low: { ...rate, least: 0, label: 'Low', description: 'Requests per second; 0 is silence.', start: 0 },
  on: { ...seconds, least: 0.1, label: 'On', description: 'Mean where the lengths vary.', start: 60 },
  off: { ...seconds, least: 0.1, label: 'Off', description: 'Mean where the lengths vary.', start: 900 },
  after: { ...seconds, label: 'After', description: 'Time from the start of the simulation.', start: 1800 },
  rise: { ...seconds, label: 'Rise', description: 'In a straight line; 0 is at once.', start: 30 },
  fall: { ...seconds, label: 'Fall', description: 'In a straight line; 0 is at once.', start: 60 },
  we: {
    unit: '%',
    least: 0,
    most: 1000,
    whole: false,
    label: 'Weekend',
    description: 'Requests of a Saturday or Sunday against those of a weekday.',
    start: 60,
  },
  h: {
    unit: 'hours',
    least: 0.01,
    most: YEAR_HOURS,
    whole: false,
    label: 'Simulated time',
    description: 'A day is 24, a week 168, a year 8,760. It starts with nothing running but what is kept.',
    start: 168,
  },
  x: {
    unit: 'times',
    least: 0.001,
    most: 1000,
    whole: false,
    label: 'Times the traffic',
    description: 'The same shape with every rate multiplied.',
    start: 1,
  },
  fast: {
    unit: 'times',
    least: 1,
    most: 10_000,
    whole: false,
    label: 'Time compression',
    description: 'Traffic of this many hours arrives within one. 1 leaves it as it is.',
    start: 1,
  },
  seed: {
    unit: '',
    least: 0,
    most: 0xffffffff,
    whole: true,
    label: 'Seed',
    description: 'The same seed gives the same requests and times; another one shows what chance does.',
    start: 1,
  },
  m: {
    unit: 'MiB',
    least: 128,
    most: 10_240,
    whole: true,
    label: 'Memory',
    description: 'Of one instance and of one replica. Decides the GB-seconds and the price.',
    start: 512,
  },
  fw: { ...time, label: 'Warm request', description: 'Half of them take no longer.', start: 60 },
  fw99: {
    ...time,
    label: 'Slowest 1%',
    description: 'Warm requests beyond the 99th percentile.',
    start: 180,
  },
  fi: {
    ...time,
    least: 0,
    label: 'Init',
    description: 'What a cold start adds; half add no more.',
    start: 300,
  },
  fi99: {
    ...time,
    least: 0,
    label: 'Slowest 1%',
    description: 'Inits beyond the 99th percentile.',
    start: 700,
  },
  ka: {
    ...seconds,
    label: 'Keep-alive',
    description: 'How long an idle instance is kept. AWS does not say; 5 to 10 minutes were observed.',
    start: 600,
  },
  fc: {
    ...count,
    most: 1000,
    label: 'At once in an instance',
    description: 'Requests. AWS Lambda: 1. Cloud Run, Azure Functions and others: more.',
    start: 1,
  },
  fmax: {
    ...count,
    label: 'Most at once',
    description: 'Requests beyond it are throttled. AWS starts an account with 1,000. Empty: no limit.',
    start: 1000,
  },
  burst: {
    ...count,
    label: 'Burst limit',
    description: 'New instances in any 10 s; requests beyond are throttled. AWS: 1,000. Empty: no limit.',
    start: 1000,
  },
  cs: {
    ...time,
    label: 'A request',
    description: 'Service without waiting; half take no longer.',
    start: 60,
  },
  cs99: { ...time, label: 'Slowest 1%', description: 'Requests beyond the 99th percentile.', start: 180 },
  cc: {
    ...count,
    most: 10_000,
    label: 'At once in a replica',
    description: 'Requests; more wait in the queue. A request that computes needs a processor of its own: 1.',
    start: 4,
  },
  v: {
    unit: 'vCPU',
    least: 0.25,
    most: 16,
    whole: false,
    label: 'Processors of a replica',
    description: 'Only for the price: a simulated request is not slower with less.',
    start: 0.5,
  },
  n: {
    ...count,
    most: 10_000,
    label: 'Replicas',
    description: 'Run from the start, and at least so many.',
    start: 2,
  },
  nmax: { ...count, label: 'Replicas, at most', description: 'The autoscaler adds no more.', start: 100 },
  goal: {
    unit: '%',
    least: 1,
    most: 100,
    whole: false,
    label: 'Target',
    description: 'Share of the places in use that the autoscaler keeps near.',
    start: 70,
  },
  each: {
    unit: 'requests',
    least: 0.01,
    most: 100_000,
    whole: false,
    label: 'Target of a replica',
    description:
      'Waiting and in progress, of all replicas together, for each replica: so many of them there should be.',
    start: 3,
  },
  up: {
    ...seconds,
    most: 3600,
    label: 'Start of a replica',
    description: 'From the decision until it takes requests: scheduling, image, process, readiness.',
    start: 30,
  },
  q: {
    ...count,
    least: 0,
    most: 10_000_000,
    label: 'Queue, at most',
    description: 'One more waiting request is rejected. Empty: no limit.',
    start: 1000,
  },
  qt: {
    ...seconds,
    most: 3600,
    label: 'Waits at most',
    description: 'Then the request is given up. Empty: no limit.',
    start: 30,
  },
} as const satisfies Record<string, FieldSpec>;

export type FieldKey = keyof typeof FIELDS;
export const FIELD_KEYS = Object.keys(FIELDS) as FieldKey[];
export const fieldOf = (key: FieldKey): FieldSpec => FIELDS[key];

/** Fields that mean "no limit" when they are empty. */
export const LIMITS = ['fmax', 'burst', 'q', 'qt'] as const satisfies readonly FieldKey[];
