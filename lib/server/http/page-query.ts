import { z } from 'zod';
import { EXPERIMENT_STATES } from '#lib/domain/experiment/state.ts';

/** More in one answer nobody reads. */
const MOST = 100;

/** `?limit=&after=` of a list. */
const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST).default(50),
  after: z.uuid().optional(),
});
const ExperimentsQuery = PageQuery.extend({ state: z.enum(EXPERIMENT_STATES).optional() });

const read = <T extends z.ZodType>(schema: T, request: Request): z.output<T> =>
  schema.parse(Object.fromEntries(new URL(request.url).searchParams));

export const pageQuery = (request: Request) => read(PageQuery, request);
export const experimentsQuery = (request: Request) => read(ExperimentsQuery, request);
