import { CrossoverError } from '../../errors.ts';
import { TRAFFIC_SHAPES } from '../../workload/workload.ts';
import type { BillOptions } from '../options.ts';
import type { Usage } from '../usage.ts';

/** The largest value of each number that anyone could mean; a month is 2.7 million seconds. */
const MOST: Readonly<Partial<Record<keyof Usage, number>>> = {
  requestsPerMonth: 1e13,
  memoryMiB: 1e6,
  cpuMs: 1e8,
  initMs: 1e7,
  waitMs: 1e8,
  sustainedPerReplica: 1e7,
  minReplicas: 1e5,
  concurrency: 1e5,
  bytesPerRequest: 1e12,
  bytesOut: 1e12,
  requestsPerConnection: 1e9,
};

/** @throws CrossoverError that names every bad number with its nearest valid value. */
export function checkUsage(usage: Usage, options: Partial<BillOptions> = {}): void {
  const problems = Object.entries(MOST).flatMap(([name, most]) =>
    problem(name, Reflect.get(usage, name), most),
  );
  for (const ms of [...usage.durationsMs, ...(usage.durationInterval ?? [])])
    problems.push(...problem('durationsMs', ms, 1e8));
  for (const ms of usage.initInterval ?? []) problems.push(...problem('initMs', ms, 1e7));
  for (const rate of usage.sustainedInterval ?? [])
    problems.push(...problem('sustainedPerReplica', rate, 1e7));
  for (const ms of usage.busyMs === null ? [] : [usage.busyMs.value, ...usage.busyMs.interval])
    problems.push(...problem('busyMs', ms, 1e8));
  problems.push(
    ...problem('replica.vcpu', usage.replica.vcpu, 1e4, 0.01),
    ...problem('replica.memoryMiB', usage.replica.memoryMiB, 1e7, 1),
  );
  problems.push(
    ...problem('provisioned', options.provisioned ?? 0, 10_000),
    ...problem('ephemeralMiB', options.ephemeralMiB ?? 0, 1e7),
  );
  if (!TRAFFIC_SHAPES.includes(usage.shape))
    problems.push(`shape is "${usage.shape}", not one of ${TRAFFIC_SHAPES.join(', ')}`);
  if (problems.length > 0) throw invalid([...new Set(problems)]);
}

function problem(name: string, value: unknown, most: number, least = 0): string[] {
  if (value === null) return [];
  if (typeof value !== 'number' || Number.isNaN(value))
    return [`${name} is ${String(value)}, not a number; nearest valid value: ${least}`];
  if (value < least) return [`${name} is ${value}, below ${least}; nearest valid value: ${least}`];
  if (value > most) return [`${name} is ${value}, more than anyone could mean; nearest valid value: ${most}`];
  return [];
}

const invalid = (problems: readonly string[]) =>
  new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `${problems.join('. ')}.`,
    remedy: 'Correct the named numbers.',
  });
