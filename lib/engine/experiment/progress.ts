import { familyOf } from '#lib/domain/execution/candidate.ts';
import { candidateOf, type ExperimentPlan, WARM_UP_BLOCK } from '#lib/domain/experiment/plan.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { turnOf } from '#lib/domain/load/turn.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Block } from './schedule.ts';

type Progress = Omit<Extract<ExperimentEvent, { kind: 'progress' }>, 'kind'>;

/** Seconds of all candidates together in which requests are measured, the warm-up left out. */
export const measuredSeconds = (plan: ExperimentPlan): number =>
  (turnOf(plan).lengthMs * plan.rounds * plan.candidates.length) / 1000;

interface Here {
  blocks: readonly Block[];
  /** Index of the block that runs, and how much of it is over. */
  at: number;
  inBlock: Ms;
}

/** How far a run is. The warm-up is in the time left and not in what is done, for nothing of it is measured. */
export function progressAt({ blocks, at, inBlock }: Here, plan: ExperimentPlan): Progress {
  const over = blocks.map(({ length }, index) => (index < at ? length : index === at ? inBlock : 0));
  const measured = over.filter((_, index) => blocks[index]?.block !== WARM_UP_BLOCK);
  const total = measuredSeconds(plan);
  const left = sum(blocks.map(({ length }) => length)) - sum(over);
  const done = Math.min(total, sum(measured) / 1000);
  return { doing: wordsOf(blocks[at], plan), done, total, secondsLeft: Math.max(0, left / 1000) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function wordsOf(block: Block | undefined, plan: ExperimentPlan): string {
  if (block === undefined) return '';
  const side = familyOf(candidateOf(block.candidate, plan));
  return block.block === WARM_UP_BLOCK
    ? `Warming up the ${side} side`
    : `Measuring the ${side} side, turn ${block.block + 1} of ${plan.rounds}`;
}
