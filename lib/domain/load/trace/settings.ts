import { z } from 'zod';
import type { TraceOptions } from './format.ts';
import { TIME_UNITS } from './units.ts';

/** Stands for no column of counts: every row is a request. */
export const NO_COUNT = 'none';

/** What flags and fields say of a file; what is left out is told from the file itself. */
export const TraceSettings = z.object({
  timeColumn: z.string().trim().min(1, 'Name a column.').optional(),
  countColumn: z.string().trim().min(1, 'Name a column, or none.').optional(),
  unit: z.enum(TIME_UNITS, `One of ${TIME_UNITS.join(', ')}.`).optional(),
  interval: z
    .number('Give the seconds.')
    .positive('More than 0 s.')
    .max(366 * 86_400, 'At most a year.')
    .optional()
    .describe('Seconds.'),
});
export type TraceSettings = z.infer<typeof TraceSettings>;

export const traceOptions = ({ interval, countColumn, ...rest }: TraceSettings): TraceOptions => ({
  ...rest,
  ...(countColumn === undefined ? {} : { countColumn: countColumn === NO_COUNT ? null : countColumn }),
  ...(interval === undefined ? {} : { intervalMs: interval * 1000 }),
});
