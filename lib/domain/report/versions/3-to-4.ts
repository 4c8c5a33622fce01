import { z } from 'zod';
import { from2to3 as planFrom2to3 } from '../../experiment/versions/2-to-3.ts';
import type { StoredDocument } from '../../versions/lift.ts';

const Version3 = z.looseObject({ plan: z.looseObject({}) });

/** Version 3 was of two sides, which its plan did not say. */
export function from3to4(document: StoredDocument): StoredDocument {
  const { plan, ...report } = Version3.parse(document);
  return { ...report, plan: planFrom2to3(plan) };
}
