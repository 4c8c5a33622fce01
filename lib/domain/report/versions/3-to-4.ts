import { z } from 'zod';
import { DEFAULT_CANDIDATES } from '../../execution/candidate.ts';
import { from2to3 as planFrom2to3 } from '../../experiment/versions/2-to-3.ts';
import type { StoredDocument } from '../../versions/lift.ts';

const Some = z.looseObject({});
const Met = z.boolean().nullable();
const Sides = z.object({ function: Some, container: Some });
const Cost = z.looseObject({
  bills: Sides,
  difference: Some,
  breakEven: Some.nullable(),
  breakEvenReason: z.string(),
  curve: z.array(z.looseObject({})),
});
const Opinion = z.looseObject({ choice: z.string() });
const Verdict = Opinion.extend({
  wouldBe: Opinion.nullable(),
  reasons: z.array(z.looseObject({ favours: z.string() })),
});
const Version3 = z.looseObject({
  plan: Some,
  sides: Sides,
  targetMet: z.object({ function: Met, container: Met }),
  differences: z.array(Some),
  cost: Cost,
  verdict: Verdict,
});

const PAIR = { a: 'a', b: 'b' } as const;

/** Version 3 was of a function and a container, the two that a plan of its day compared. */
export function from3to4(document: StoredDocument): StoredDocument {
  const { plan, sides, targetMet, differences, cost, verdict, ...report } = Version3.parse(document);
  const [fn, container] = DEFAULT_CANDIDATES;
  const of = (side: 'function' | 'container') => {
    const [{ side: _, ...measured }, { side: __, ...bill }] = [sides[side], cost.bills[side]];
    return { ...measured, targetMet: targetMet[side], bill };
  };
  return {
    ...report,
    plan: planFrom2to3(plan),
    candidates: [
      { ...fn, ...of('function') },
      { ...container, ...of('container') },
    ],
    baseline: 'a',
    differences: differences.map((difference) => ({ ...PAIR, ...difference })),
    cost: costOf(cost),
    verdict: verdictOf(verdict),
  };
}

function costOf(document: z.infer<typeof Cost>): StoredDocument {
  const { bills: _, difference, breakEven, breakEvenReason: reason, curve, ...cost } = document;
  return {
    ...cost,
    differences: [{ ...PAIR, ...difference }],
    breakEvens: [{ ...PAIR, point: breakEven, reason }],
    curve: curve.map(({ functionUsd, containerUsd, ...point }) => ({
      ...point,
      usd: { a: functionUsd, b: containerUsd },
    })),
  };
}

const ID: Readonly<Record<string, string>> = { function: 'a', container: 'b' };
/** The number of a side; what names none stays as it is. */
const idOf = (side: string): string => ID[side] ?? side;

const verdictOf = ({ choice, wouldBe, reasons, ...verdict }: z.infer<typeof Verdict>): StoredDocument => ({
  ...verdict,
  choice: idOf(choice),
  wouldBe: wouldBe && { ...wouldBe, choice: idOf(wouldBe.choice) },
  reasons: reasons.map((reason) => ({ ...reason, favours: idOf(reason.favours) })),
});
