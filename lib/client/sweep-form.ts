import { PlanWishes } from '#lib/domain/experiment/plan.ts';
import type { NumberSpec } from '#lib/domain/numbers/read-number.ts';
import { readNumbers } from '#lib/domain/numbers/read-numbers.ts';
import { AXIS_NAMES, type AxisName, SweepAxes, sweepPoints } from '#lib/domain/sweep/axes.ts';
import type { WorkloadRuntime } from '#lib/domain/workload/runtime.ts';

/** What of a sweep is asked for; an empty field is not swept. */
export const AXIS_FIELDS: Record<AxisName, { label: string; description: string }> = {
  runtime: {
    label: 'Runtimes',
    description: 'The same work in each language the workload is written for, on both sides.',
  },
  memoryMiB: {
    label: 'Memory, MiB',
    description:
      'Of an environment and of a replica. Functions get CPU in proportion: 1,769 MiB is one vCPU.',
  },
  cpusPerReplica: {
    label: 'CPU of a replica, vCPU',
    description: 'Containers alone: functions have it from memory.',
  },
  ratePerSecond: { label: 'Rate, requests/s', description: 'Sent to both sides during the run.' },
  maxConcurrency: {
    label: 'Concurrency limit, environments',
    description: 'Functions alone: beyond it requests are throttled.',
  },
  paddingMiB: {
    label: 'Package size, MiB of code added',
    description:
      'Loaded with your code on both sides, as libraries are. See it in the start of an environment.',
  },
};

export type SweepValues = Record<AxisName, string>;

export const STARTING: SweepValues = {
  ...{ memoryMiB: '128, 256, 512, 1024, 1769', cpusPerReplica: '', ratePerSecond: '', maxConcurrency: '' },
  ...{ paddingMiB: '', runtime: '' },
};

const wordsIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** How each axis is read; whole where a fraction means nothing. */
const SPECS: Record<Exclude<AxisName, 'runtime'>, NumberSpec> = {
  memoryMiB: { unit: 'MiB', whole: true },
  cpusPerReplica: { unit: 'vCPU' },
  ratePerSecond: { unit: 'perSecond' },
  maxConcurrency: { unit: 'count', whole: true, word: 'environments' },
  paddingMiB: { unit: 'MiB' },
};

type Typed = { values: (number | string)[]; problem: string | null };

/** The values of an axis, or what is wrong with the first that is none. */
function valuesIn(name: AxisName, text: string): Typed {
  if (name === 'runtime') return { values: wordsIn(text), problem: null };
  const reads = readNumbers(text, SPECS[name]);
  return {
    values: reads.flatMap((read) => (read.kind === 'number' ? [read.value] : [])),
    problem: reads.flatMap((read) => (read.kind === 'wrong' ? [read.problem] : []))[0] ?? null,
  };
}

/** The text of the runtimes with one of them taken in or left out. */
export function withRuntime(text: string, runtime: WorkloadRuntime, wanted: boolean): string {
  const others = wordsIn(text).filter((word) => word !== runtime);
  return (wanted ? [...others, runtime] : others).join(', ');
}

export const hasRuntime = (text: string, runtime: WorkloadRuntime): boolean =>
  wordsIn(text).includes(runtime);

/** Typed values; runtimes are chosen, and only where a workload offers several. */
export const TYPED_AXES = AXIS_NAMES.filter((name) => name !== 'runtime');

export interface ReadSweep {
  /** Null: it cannot be started. */
  axes: SweepAxes | null;
  points: number;
  errors: Partial<Record<AxisName, string>>;
  /** About the whole: too few or too many combinations. */
  error: string | null;
}

export function readSweep(values: SweepValues): ReadSweep {
  const typed = AXIS_NAMES.map((name) => ({ name, ...valuesIn(name, values[name]) }));
  const errors: ReadSweep['errors'] = {};
  for (const { name, problem } of typed) if (problem !== null) errors[name] = problem;
  if (Object.keys(errors).length > 0) return { axes: null, points: 0, errors, error: null };
  const given = typed.flatMap((axis) =>
    axis.values.length === 0 ? [] : [[axis.name, axis.values] as const],
  );
  const checked = SweepAxes.safeParse(Object.fromEntries(given));
  if (checked.success)
    return { axes: checked.data, points: sweepPoints(checked.data).length, errors: {}, error: null };
  let error: string | null = null;
  for (const { path, message } of checked.error.issues) {
    const name = AXIS_NAMES.find((one) => one === path[0]);
    if (name === undefined) error ??= message;
    else errors[name] ??= message;
  }
  return { axes: null, points: 0, errors, error };
}

/** Of each setting on each side; null with the reason when it cannot be meant. */
export function checkSeconds(typed: number | null): {
  secondsPerCandidate: number | null;
  error: string | null;
} {
  const checked = PlanWishes.shape.secondsPerCandidate.unwrap().safeParse(typed ?? undefined);
  return checked.success
    ? { secondsPerCandidate: checked.data, error: null }
    : { secondsPerCandidate: null, error: checked.error.issues[0]?.message ?? null };
}

/** Deploying, trying out and the warm-up of both sides, about. */
const BESIDE_SECONDS = 10;

/** How long the whole sweep will take: "About 6 min for 5 settings." */
export function lengthWords(points: number, secondsPerCandidate: number | null): string {
  if (points === 0 || secondsPerCandidate === null) return '';
  const seconds = points * (2 * secondsPerCandidate + BESIDE_SECONDS);
  return seconds < 90
    ? `About ${Math.round(seconds)} s for ${points} settings.`
    : `About ${Math.round(seconds / 60)} min for ${points} settings.`;
}
