import { type CandidateId, ownOf } from '../execution/candidate.ts';
import type { Bytes, Ms } from '../units.ts';
import type { SideUsage } from './measurement.ts';

/** The use of one candidate over one stretch of the run, as the kernel counts it; null where it does not. */
export interface UsageSpan {
  candidate: CandidateId;
  /** measured: its own turn. idle: the turn of another one, nothing was sent to this one. */
  kind: 'measured' | 'idle';
  length: Ms;
  cpuTime: Ms | null;
  /** Mean of what all its environments or replicas held. */
  memory: Bytes | null;
  memoryPeak: Bytes | null;
  /** Environments or replicas that ended without being asked to; earlier runs did not count them. */
  ends?: number | null;
  /** Mean number of environments or replicas alive. */
  instances: number;
}

const sumOf = (spans: readonly UsageSpan[], of: (span: UsageSpan) => number) =>
  spans.reduce((sum, span) => sum + of(span), 0);

/** Null as soon as one stretch is not known: a sum of parts would look like less. */
function cpuOf(spans: readonly UsageSpan[]): Ms | null {
  return spans.length === 0 || spans.some(({ cpuTime }) => cpuTime === null)
    ? null
    : sumOf(spans, ({ cpuTime }) => cpuTime ?? 0);
}

function memoryOf(spans: readonly UsageSpan[]): Bytes | null {
  const known = spans.filter(({ memory, length }) => memory !== null && length > 0);
  const time = sumOf(known, ({ length }) => length);
  return time === 0 ? null : sumOf(known, ({ memory, length }) => (memory ?? 0) * length) / time;
}

/** Environments or replicas of one candidate that ended without being asked to; null where nobody counted. */
export function endsOf(id: CandidateId, spans: readonly UsageSpan[]): number | null {
  const counts = ownOf(id, spans).map(({ ends = null }) => ends);
  return counts.length === 0 || counts.includes(null)
    ? null
    : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** Processors, memory and the cost of being idle of one candidate; null when nothing was read. */
export function usageOf(id: CandidateId, spans: readonly UsageSpan[], requests: number): SideUsage | null {
  const own = ownOf(id, spans);
  if (own.length === 0) return null;
  const measured = own.filter(({ kind }) => kind === 'measured');
  const idle = own.filter(({ kind }) => kind === 'idle');
  const [time, idleTime] = [sumOf(measured, ({ length }) => length), sumOf(idle, ({ length }) => length)];
  const [cpu, idleCpu] = [cpuOf(measured), cpuOf(idle)];
  const peaks = own.flatMap(({ memoryPeak }) => memoryPeak ?? []);
  return {
    cpuPerRequest: cpu === null || requests === 0 ? null : cpu / requests,
    processors: cpu === null || time === 0 ? null : cpu / time,
    memory: memoryOf(measured),
    memoryPeak: peaks.length === 0 ? null : Math.max(...peaks),
    idle: {
      time: idleTime,
      processors: idleCpu === null || idleTime === 0 ? null : idleCpu / idleTime,
      memory: memoryOf(idle),
      instances: idleTime === 0 ? 0 : sumOf(idle, ({ instances, length }) => instances * length) / idleTime,
    },
  };
}
