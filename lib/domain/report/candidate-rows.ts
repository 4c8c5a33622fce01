import type { ByCandidate } from '../execution/candidate.ts';
import type { CandidateReport } from './measurement.ts';
import type { Report } from './report.ts';

/** A row of a table with one column for each candidate; null: not known. */
export interface CandidateRow {
  label: string;
  kind: 'ms' | 'share' | 'count' | 'bytes';
  values: ByCandidate<number | null>;
}

type Pick = (side: CandidateReport) => number | null | undefined;

const row = (
  { candidates }: Report,
  label: string,
  kind: CandidateRow['kind'],
  pick: Pick,
): CandidateRow => ({
  label,
  kind,
  values: Object.fromEntries(candidates.map((one) => [one.id, pick(one) ?? null])),
});

const isKnown = ({ values }: CandidateRow): boolean => Object.values(values).some((value) => value !== null);

/** Processors and memory beside latency, and what merely being there takes; empty where nothing is known. */
export function usageRows(report: Report): CandidateRow[] {
  const of = (label: string, kind: CandidateRow['kind'], pick: Pick) => row(report, label, kind, pick);
  return [
    of('CPU time of a request', 'ms', (side) => side.usage?.cpuPerRequest),
    of('Processors busy, of one', 'share', (side) => side.usage?.processors),
    of('Memory of all instances', 'bytes', (side) => side.usage?.memory),
    of('Memory, most of one instance', 'bytes', (side) => side.usage?.memoryPeak),
    of('Idle: instances that stay', 'count', (side) => side.usage?.idle.instances),
    of('Idle: processors busy, of one', 'share', (side) => side.usage?.idle.processors),
    of('Idle: memory of all instances', 'bytes', (side) => side.usage?.idle.memory),
  ].filter(isKnown);
}

/** The warm-up, which is in no other number; empty when there was none. */
export function warmUpRows(report: Report): CandidateRow[] {
  const of = (label: string, kind: CandidateRow['kind'], pick: Pick) => row(report, label, kind, pick);
  return [
    of('Warm-up: requests', 'count', (side) => side.warmUp?.requests),
    of('Warm-up: good answers', 'count', (side) => side.warmUp?.good),
    of('Warm-up: cold starts', 'count', (side) => side.warmUp?.cold),
    of('Warm-up: slowest', 'ms', (side) => side.warmUp?.latency.max),
  ].filter(isKnown);
}

/** The median of every turn: what repeats is the workload, what does not is the machine. */
export function blockRows(report: Report): CandidateRow[] {
  const numbers = (report.candidates[0]?.blocks ?? []).map(({ block }) => block);
  if (numbers.length < 2) return [];
  return numbers.map((block) =>
    row(report, `Turn ${block + 1}`, 'ms', (side) => side.blocks.find((one) => one.block === block)?.p50),
  );
}
