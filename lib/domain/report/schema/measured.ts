import { z } from 'zod';

/** Parts that several rooms of a report share. */
export const ends = z.tuple([z.number(), z.number()]).readonly();

export const measured = z.object({ value: z.number(), interval: ends.nullable(), samples: z.number() });

export const count = z.number().int().min(0);

export const side = z.enum(['function', 'container']);

export const ofBoth = <T extends z.ZodType>(one: T) => z.object({ function: one, container: one });
