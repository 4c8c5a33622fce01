import { z } from 'zod';
import { DEFAULT_CANDIDATES } from '../../execution/candidate.ts';
import { from2to3 as planFrom2to3 } from '../../experiment/versions/2-to-3.ts';
import type { StoredDocument } from '../../versions/lift.ts';

const Side = z.looseObject({});
const Met = z.boolean().nullable();
const Version3 = z.looseObject({
  plan: z.looseObject({}),
  sides: z.object({ function: Side, container: Side }),
  targetMet: z.object({ function: Met, container: Met }),
  differences: z.array(z.looseObject({})),
});

/** Version 3 was of a function and a container, the two that a plan of its day compared. */
export function from3to4(document: StoredDocument): StoredDocument {
  const { plan, sides, targetMet, differences, ...report } = Version3.parse(document);
  const [fn, container] = DEFAULT_CANDIDATES;
  const of = (side: 'function' | 'container') => {
    const { side: _, ...measured } = sides[side];
    return { ...measured, targetMet: targetMet[side] };
  };
  return {
    ...report,
    plan: planFrom2to3(plan),
    candidates: [
      { ...fn, ...of('function') },
      { ...container, ...of('container') },
    ],
    baseline: 'a',
    differences: differences.map((difference) => ({ a: 'a', b: 'b', ...difference })),
  };
}
