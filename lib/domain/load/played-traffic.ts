import { z } from 'zod';
import { arrivalsOf } from '../simulation/input.ts';

/** Numbers of recorded traffic that a plan keeps: it is stored with every run and in its report. */
export const MOST_KEPT = 10_000;

/** Traffic of a run other than one steady rate. Every turn of each side plays it from its beginning. */
export const PlayedTraffic = z.object({
  arrivals: arrivalsOf(MOST_KEPT),
  spanSeconds: z
    .number({ error: 'Give the seconds.' })
    .positive('More than 0 s.')
    .max(366 * 86_400, 'At most a year.')
    .optional()
    .describe(
      'How much of it is played, in its own time. Longer than a turn: it is played faster. Left out: a pattern as long as a turn is, recorded traffic whole.',
    ),
  requests: z
    .enum(['thinned', 'all'])
    .default('thinned')
    .describe('Of traffic that is played faster. thinned: the rates stay. all: they rise.'),
  meanPerSecond: z
    .number({ error: 'Give the requests per second.' })
    .positive('A rate is above 0.')
    .max(5000, 'At most 5,000 requests per second.')
    .optional()
    .describe('Its shape at this mean rate. Left out: as it is. Gone once the plan is settled.'),
  name: z.string().trim().max(200, 'At most 200 characters.').optional().describe('Where it comes from.'),
  notes: z.array(z.string().max(500)).max(10).optional().describe('How a file was read.'),
});
export type PlayedTraffic = z.infer<typeof PlayedTraffic>;
