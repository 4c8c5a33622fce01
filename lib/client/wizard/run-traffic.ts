import type { FieldPath } from 'react-hook-form';
import type { TrafficPatternInput } from '#lib/domain/load/pattern.ts';
import type { PatternKind, TRAFFIC_KINDS, TrafficKind } from '../simulate/traffic-kinds.ts';
import type { WizardValues } from './form.ts';

/** What a run may play, and what is asked for. Names and words of the kinds are those of the simulate page. */

type Plan = WizardValues['plan'];
export type PlanPath = FieldPath<Pick<WizardValues, 'plan'>>;
/** A pattern of a run other than one steady rate. */
export type ShapedKind = Exclude<PatternKind, 'poisson' | 'constant' | 'month'>;

/** Steady first: they need no more than a rate. */
export const RUN_KINDS = [
  'poisson',
  'constant',
  'on-off',
  'diurnal',
  'ramp',
  'spike',
  'trace',
] as const satisfies readonly (typeof TRAFFIC_KINDS)[number][];

export interface ShapeField {
  name: PlanPath;
  label: string;
  unit: string;
  description: string;
}

interface Shape {
  fields: readonly ShapeField[];
  /** Where it begins: around the rate suggested for the workload, whole within one turn. */
  start: (rate: number, turnSeconds: number) => { arrivals: TrafficPatternInput; spanSeconds?: number };
}

const DAY_SECONDS = 86_400;
/** Two digits: a start is a proposal. */
const about = (value: number): number => Number(value.toPrecision(2));

const rate = (field: string, label: string, description = 'Requests per second.'): ShapeField => ({
  name: `plan.traffic.arrivals.${field}` as PlanPath,
  ...{ label, unit: 'requests/s', description },
});
const seconds = (field: string, label: string, description: string): ShapeField => ({
  name: `plan.traffic.arrivals.${field}` as PlanPath,
  ...{ label, unit: 's', description },
});
const weekend = (day: number, label: string): ShapeField => ({
  name: `plan.traffic.arrivals.weekdays.${day}` as PlanPath,
  ...{ label, unit: 'of a weekday', description: 'Requests of that day against those of a weekday.' },
});

export const SHAPES: Record<ShapedKind, Shape> = {
  'on-off': {
    fields: [
      rate('onPerSecond', 'Burst rate'),
      rate('offPerSecond', 'Pause rate', 'Requests per second; 0 is silence.'),
      seconds('onSeconds', 'Burst length', 'A burst comes first.'),
      seconds('offSeconds', 'Pause length', 'Then the next burst.'),
    ],
    start: (mean, turn) => ({
      arrivals: {
        ...{ kind: 'on-off', lengths: 'fixed', spacing: 'poisson' },
        ...{ onPerSecond: about(mean * 2.5), offPerSecond: about(mean / 4) },
        ...{ onSeconds: about(turn / 6), offSeconds: about(turn / 3) },
      },
    }),
  },
  diurnal: {
    fields: [
      rate('averagePerSecond', 'Average rate', 'Requests per second, mean of a week.'),
      weekend(5, 'Saturday'),
      weekend(6, 'Sunday'),
    ],
    start: (mean) => ({
      arrivals: {
        ...{ kind: 'diurnal', averagePerSecond: about(mean), startDay: 0, spacing: 'poisson' },
        weekdays: [1, 1, 1, 1, 1, 0.6, 0.6],
      },
      spanSeconds: DAY_SECONDS,
    }),
  },
  ramp: {
    fields: [
      rate('fromPerSecond', 'Start rate'),
      rate('toPerSecond', 'End rate'),
      seconds('seconds', 'Takes', 'In a straight line; then the rate stays.'),
    ],
    start: (mean, turn) => ({
      arrivals: {
        ...{ kind: 'ramp', fromPerSecond: about(mean / 5), toPerSecond: about(mean * 2) },
        ...{ seconds: about(turn), spacing: 'poisson' },
      },
    }),
  },
  spike: {
    fields: [
      rate('basePerSecond', 'Base rate'),
      rate('peakPerSecond', 'Peak rate'),
      seconds('afterSeconds', 'Begins after', 'From the start of a turn.'),
      seconds('riseSeconds', 'Rises for', 'In a straight line; 0 is at once.'),
      seconds('holdSeconds', 'Stays for', 'At the peak.'),
      seconds('fallSeconds', 'Falls for', 'In a straight line; 0 is at once.'),
    ],
    start: (mean, turn) => ({
      arrivals: {
        ...{ kind: 'spike', basePerSecond: about(mean / 2), peakPerSecond: about(mean * 4) },
        ...{ afterSeconds: about(turn * 0.4), riseSeconds: about(turn * 0.05), spacing: 'poisson' },
        ...{ holdSeconds: about(turn * 0.1), fallSeconds: about(turn * 0.1) },
      },
    }),
  },
};

export const isShaped = (kind: TrafficKind): kind is ShapedKind => kind in SHAPES;

/** What a plan plays, as the form names it. */
export function kindOf({ arrivals, traffic }: Plan): TrafficKind {
  const kind = traffic?.arrivals.kind ?? arrivals ?? 'poisson';
  return kind === 'times' || kind === 'counts' ? 'trace' : kind;
}

/** Stands for the file that was not chosen yet: no run can be started with it. */
const NO_FILE = { arrivals: { kind: 'times' as const, atMs: [] }, requests: 'thinned' as const };

const finite = (value: number | undefined, fallback: number): number =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : fallback;

/** A pattern needs turns long enough to show it: four are the fewest that make block-aware intervals. */
const PROPOSED = { secondsPerCandidate: 60, rounds: 4 };

/** The plan's fields that change when another kind is chosen. */
export function chosen(
  kind: TrafficKind,
  plan: Plan,
): Pick<Plan, 'arrivals' | 'traffic' | 'secondsPerCandidate' | 'rounds'> {
  const { secondsPerCandidate, rounds } = plan;
  if (kind === 'poisson' || kind === 'constant')
    return { secondsPerCandidate, rounds, arrivals: kind, traffic: undefined };
  const wasSteady = plan.traffic === undefined;
  const short = finite(secondsPerCandidate, 0) < PROPOSED.secondsPerCandidate;
  const turns = wasSteady && short ? PROPOSED : { secondsPerCandidate, rounds };
  if (!isShaped(kind)) return { ...turns, arrivals: plan.arrivals, traffic: NO_FILE };
  const turnSeconds = finite(turns.secondsPerCandidate, 60) / finite(turns.rounds, 4);
  const started = SHAPES[kind].start(finite(plan.ratePerSecond, 20), turnSeconds);
  return { ...turns, arrivals: plan.arrivals, traffic: { ...started, requests: 'thinned' } };
}

/** A week, or one of its days. */
export const DAY_CHOICES = [
  { value: 'week', label: 'A week, Monday first' },
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((day, at) => ({
    value: String(at),
    label: `A ${day}`,
  })),
] as const;

export const daysOf = (choice: string) =>
  choice === 'week'
    ? { startDay: 0, spanSeconds: 7 * DAY_SECONDS }
    : { startDay: Number(choice), spanSeconds: DAY_SECONDS };

export function dayChoice({ traffic }: Plan): string {
  if (traffic?.arrivals.kind !== 'diurnal') return 'week';
  return (traffic.spanSeconds ?? 0) > DAY_SECONDS ? 'week' : String(traffic.arrivals.startDay ?? 0);
}
