import { answerQuestions } from '../vocabulary/answer.ts';
import type { Priced } from '../vocabulary/question.ts';
import published from './published.json' with { type: 'json' };

/** Examples that are not answered with their printed figures, each with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'lambda-esm-kafka':
    'The page counts its requests twice: 1M invocations a day are 30M a month with 60M seconds, and it bills 60M requests. 60M requests of 2 s are 120M GB-seconds, not 60M.',
  'factualminds-crossover': 'Grade C: a threshold without the instances, tasks and prices it compares.',
};

/** Answered, but printed with the publisher's own rounding or against the platform's rule. */
export const REMARKS: Readonly<Record<string, string>> = {
  'aci-hour':
    'The published hour ignores that vCPUs are rounded up to whole ones; its figures are shown beside the bill.',
  'devtocash-crossover': 'The post rounds 226.8M requests to 227M and totals to whole dollars.',
  'fly-stopped': 'The second figure is of three machines for 30 days; shown beside the bill.',
  'eks-control-plane': 'Extended support and the pod are shown beside the bill.',
  'azfn-premium-ep': 'No plan is given: EP1 counts, EP2 and EP3 are shown beside it.',
};

const CENT = 0.01 + 1e-9;

/** All numbers of a printed result, however it is nested. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** Whether one of the figures is the printed one: to a cent, large quantities to a millionth of them. */
export const holds = (figures: readonly number[], printed: number): boolean =>
  figures.some((figure) => Math.abs(figure - printed) <= Math.max(CENT, Math.abs(printed) * 1e-6));

export const figuresOf = ({ totalUsd, lines }: Priced): number[] => [
  totalUsd,
  ...lines.flatMap((line) => [line.usd, line.quantity]),
];

export interface ComparedExample {
  id: string;
  grade: string;
  /** As printed: the total where there is one, else all figures. */
  expected: string;
  totalUsd: number | null;
  /** Printed figures that the answer does not hold. */
  missing: readonly number[];
  remark: string;
}

/** Every published example with what is answered here. */
export function comparedExamples(): ComparedExample[] {
  const { examples } = published;
  const answers = answerQuestions(examples.map(({ id, platform, inputs }) => ({ id, platform, inputs })));
  return examples.map(({ id, grade, expected }, index) => {
    const answer = answers[index];
    const priced = answer === undefined || 'error' in answer ? null : answer;
    const printed = numbersIn(expected);
    return {
      id,
      grade,
      expected: 'total' in expected ? String(expected.total) : printed.join(' '),
      totalUsd: priced?.totalUsd ?? null,
      missing: priced === null ? printed : printed.filter((one) => !holds(figuresOf(priced), one)),
      remark: LEFT_OUT[id] ?? REMARKS[id] ?? '',
    };
  });
}
