import { z } from 'zod';
import { CANDIDATE_IDS } from '../../execution/candidate.ts';
import { count } from './measured.ts';

const place = z.object({ file: z.string(), line: z.number(), excerpt: z.string() });
const signal = z.string();

export const lockInSchema = z.object({
  findings: z.array(
    place.extend({
      signal,
      vendor: z.string(),
      service: z.string(),
      dimension: z.string(),
      effort: z.number(),
      alternative: z.string(),
      source: z.string(),
      places: z.array(place.extend({ part: z.string() })).optional(),
    }),
  ),
  dimensions: z.array(z.object({ dimension: z.string(), findings: count, effort: z.number() })),
  portable: z.array(place.extend({ signal })),
  filesRead: count,
  unread: z.array(z.string()).nullable(),
  sentence: z.string(),
});

const opinion = z.object({
  choice: z.enum([...CANDIDATE_IDS, 'either']),
  sentence: z.string(),
  confidence: z.enum(['clear', 'leaning', 'close']),
});

export const verdictSchema = opinion.extend({
  choice: z.enum([...CANDIDATE_IDS, 'either', 'none']),
  because: z.string().nullable(),
  wouldBe: opinion.nullable(),
  reasons: z.array(
    z.object({
      about: z.enum(['latency', 'cost', 'lock-in', 'limits', 'reliability']),
      favours: z.enum([...CANDIDATE_IDS, 'neither']),
      text: z.string(),
      restsOn: z.array(z.string()),
      doubt: z.string().nullable(),
    }),
  ),
  wouldChange: z.array(z.string()),
});
