/** The life of an experiment. */
export const EXPERIMENT_STATES = [
  'queued',
  'preparing',
  'running',
  'analysing',
  'done',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

const NEXT: Record<ExperimentState, readonly ExperimentState[]> = {
  queued: ['preparing', 'cancelled', 'failed'],
  preparing: ['running', 'failed', 'cancelled', 'interrupted'],
  running: ['analysing', 'failed', 'cancelled', 'interrupted'],
  analysing: ['done', 'failed', 'cancelled', 'interrupted'],
  done: [],
  failed: [],
  cancelled: [],
  interrupted: [],
};

/** The only place that says which moves are legal. */
export const canMove = (from: ExperimentState, to: ExperimentState): boolean => NEXT[from].includes(to);
export const predecessors = (to: ExperimentState): ExperimentState[] =>
  EXPERIMENT_STATES.filter((from) => canMove(from, to));
export const isFinal = (state: ExperimentState): boolean => NEXT[state].length === 0;
