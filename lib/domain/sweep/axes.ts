import { z } from 'zod';
import { PlanWishes } from '../experiment/plan.ts';
import { RUNTIME_NAMES, WORKLOAD_RUNTIMES } from '../workload/runtime.ts';
import { Workload } from '../workload/workload.ts';

const plan = PlanWishes.shape;
const several = <T extends z.ZodType>(one: T) =>
  z.array(one).min(1, 'Give at least one value.').max(12, 'At most 12 values.').optional();

const MOST_POINTS = 24;

const Axes = z.object({
  /** The same work written for several languages; the workload must offer each. */
  runtime: several(z.enum(WORKLOAD_RUNTIMES, { error: `Choose among ${WORKLOAD_RUNTIMES.join(', ')}.` })),
  /** Memory of an environment and of a replica. On the function side the CPU comes with it. */
  memoryMiB: several(Workload.shape.memoryMiB),
  /** CPUs of a replica. */
  cpusPerReplica: several(plan.cpusPerReplica.unwrap()),
  ratePerSecond: several(plan.ratePerSecond.unwrap()),
  /** Code that is added to the package and loaded with it. */
  paddingMiB: several(plan.paddingMiB.unwrap()),
  /** Most function environments at once. */
  maxConcurrency: several(plan.maxConcurrency.unwrap()),
});
export type SweepAxes = z.infer<typeof Axes>;
export type AxisName = keyof SweepAxes;

/** What a sweep changes; every combination is measured. */
export const SweepAxes = Axes.refine((axes) => sweepPoints(axes).length > 1, {
  message: 'Give at least two values of one kind.',
}).refine((axes) => sweepPoints(axes).length <= MOST_POINTS, {
  message: `At most ${MOST_POINTS} combinations in one sweep.`,
});

/** In the order in which they change, slowest first: what has no order of its own divides what has one. */
export const AXIS_NAMES = [
  'runtime',
  'memoryMiB',
  'cpusPerReplica',
  'ratePerSecond',
  'maxConcurrency',
  'paddingMiB',
] as const satisfies readonly AxisName[];

/** One combination: a value for each axis that is swept. */
export type SweepPoint = { [Axis in AxisName]?: NonNullable<SweepAxes[Axis]>[number] };

/** Every combination, the first axis changing slowest; each value once, in the order given. */
export function sweepPoints(axes: SweepAxes): SweepPoint[] {
  return AXIS_NAMES.reduce<SweepPoint[]>(
    (points, axis) => {
      const values = [...new Set<number | string>(axes[axis] ?? [])];
      if (values.length === 0) return points;
      return points.flatMap((point) => values.map((value) => ({ ...point, [axis]: value })));
    },
    [{}],
  );
}

type Words = { [Axis in AxisName]: (value: NonNullable<SweepPoint[Axis]>) => string };

const WORDS: Words = {
  runtime: (value) => RUNTIME_NAMES[value],
  memoryMiB: (value) => `${value} MiB`,
  cpusPerReplica: (value) => `${value} vCPU`,
  ratePerSecond: (value) => `${value}/s`,
  maxConcurrency: (value) => `at most ${value} at once`,
  paddingMiB: (value) => (value === 0 ? 'no code added' : `${value} MiB of code added`),
};

const ACROSS: Record<AxisName, string> = {
  runtime: 'runtime',
  memoryMiB: 'memory in MiB',
  cpusPerReplica: 'vCPUs of a replica',
  ratePerSecond: 'requests per second',
  maxConcurrency: 'most environments at once',
  paddingMiB: 'MiB of code added',
};

/** What the values of points are: "memory in MiB · requests per second". */
export const acrossWords = (points: readonly SweepPoint[]): string =>
  AXIS_NAMES.filter((axis) => points.some((point) => point[axis] !== undefined))
    .map((axis) => ACROSS[axis])
    .join(' · ');

/** "Python · 256", where `acrossWords` says what they are. */
export const shortLabel = ({ runtime, ...rest }: SweepPoint): string =>
  [...(runtime ? [RUNTIME_NAMES[runtime]] : []), ...AXIS_NAMES.flatMap((axis) => bareValue(rest, axis))].join(
    ' · ',
  );

const bareValue = (point: SweepPoint, axis: AxisName): (number | string)[] => {
  const value = point[axis];
  return value === undefined ? [] : [value];
};

function wordsOf<Axis extends AxisName>(point: SweepPoint, axis: Axis): string[] {
  const value = point[axis];
  return value === undefined ? [] : [WORDS[axis](value)];
}

/** "256 MiB, 20/s". */
export const pointLabel = (point: SweepPoint): string =>
  AXIS_NAMES.flatMap((axis) => wordsOf(point, axis)).join(', ');

/** Points of one kind may be joined by a line: between two runtimes there is nothing. */
export const kindOf = ({ runtime }: SweepPoint): string => runtime ?? '';

/** What a point changes in the plan and in the workload. */
export function changesOf({ memoryMiB, runtime, ...ofPlan }: SweepPoint) {
  return {
    plan: ofPlan,
    workload: { ...(memoryMiB === undefined ? {} : { memoryMiB }), ...(runtime ? { runtime } : {}) },
  };
}
