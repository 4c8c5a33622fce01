import { z } from 'zod';
import type { StoredDocument } from '../../versions/lift.ts';

const Side = z.looseObject({ handler: z.looseObject({}) });
const Version2 = z.looseObject({ sides: z.object({ function: Side, container: Side }) });

/** Version 2 took the time in the handler from the process that the code is in, and billed by it. */
export function from2to3(document: StoredDocument): StoredDocument {
  const { sides, ...report } = Version2.parse(document);
  return { ...report, sides: { function: sideOf(sides.function), container: sideOf(sides.container) } };
}

const sideOf = ({ handler, ...side }: z.infer<typeof Side>): StoredDocument => ({
  ...side,
  handler: null,
  reported: handler,
});
