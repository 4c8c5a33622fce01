import { z } from 'zod';
import { CANDIDATE_IDS } from '../../execution/candidate.ts';

/** Parts that several rooms of a report share. */
export const ends = z.tuple([z.number(), z.number()]).readonly();

export const measured = z.object({ value: z.number(), interval: ends.nullable(), samples: z.number() });

export const count = z.number().int().min(0);

/** Of a candidate. */
export const id = z.enum(CANDIDATE_IDS);
