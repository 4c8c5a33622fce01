import { type Candidate, type CandidateId, familyOf } from '../execution/candidate.ts';
import type { Side } from '../execution/executor.ts';
import { type ExperimentState, isFinal } from '../experiment/state.ts';
import type { LiveView } from './reduce.ts';

export type StepStatus = 'done' | 'current' | 'todo' | 'stopped';

export interface LiveStep {
  state: ExperimentState;
  label: string;
  status: StepStatus;
}

const STEPS: readonly { state: ExperimentState; label: string }[] = [
  { state: 'queued', label: 'Queued' },
  { state: 'preparing', label: 'Preparing' },
  { state: 'running', label: 'Running' },
  { state: 'analysing', label: 'Analysing' },
];

/** The stepper: where the run is, or where it stopped. */
export function stepsOf(view: LiveView): LiveStep[] {
  const at = STEPS.findIndex((step) => step.state === view.reached);
  const here: StepStatus = view.state === 'done' ? 'done' : isFinal(view.state) ? 'stopped' : 'current';
  return STEPS.map((step, index) => ({
    ...step,
    status: index < at ? 'done' : index === at ? here : 'todo',
  }));
}

/** The figures of one candidate so far. */
export interface SoFar {
  id: CandidateId;
  side: Side;
  requests: number;
  cold: number;
  errors: number;
  /** Most environments or replicas seen alive in one second. */
  peakInstances: number;
}

/** Counts over the seconds that have arrived, one row a candidate. */
export function soFar(view: LiveView, candidates: readonly Candidate[]): SoFar[] {
  return candidates.map((candidate) => {
    const seconds = view.seconds[candidate.id] ?? [];
    const total = (pick: (second: (typeof seconds)[number]) => number) =>
      seconds.reduce((sum, second) => sum + pick(second), 0);
    return {
      id: candidate.id,
      side: familyOf(candidate),
      requests: total((second) => second.count),
      cold: total((second) => second.cold),
      errors: total((second) => second.errors),
      peakInstances: seconds.reduce((most, second) => Math.max(most, second.instances), 0),
    };
  });
}

/** Share of the measured seconds that are over, between 0 and 1; null before the first progress. */
export function shareDone(view: LiveView): number | null {
  if (view.state === 'done' || view.state === 'analysing') return 1;
  const progress = view.progress;
  if (!progress || progress.total <= 0) return null;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

/** "about 40 s left", "about 3 min left"; empty when nobody knows. */
export function timeLeft(view: LiveView): string {
  const left = view.progress?.secondsLeft ?? null;
  if (isFinal(view.state) || left === null) return '';
  if (left < 1) return 'nearly done';
  if (left < 90) return `about ${Math.ceil(left / 5) * 5} s left`;
  return `about ${Math.round(left / 60)} min left`;
}
