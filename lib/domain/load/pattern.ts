import { z } from 'zod';
import { TRAFFIC_SHAPES } from '../workload/workload.ts';

const rate = z
  .number({ error: 'Give requests per second.' })
  .min(0, 'A rate is at least 0.')
  .max(1e6, 'At most 1,000,000 requests per second.');
const positiveRate = rate.positive('A rate is above 0.');
const seconds = z
  .number({ error: 'Give the seconds.' })
  .positive('More than 0 s.')
  .max(366 * 86_400, 'At most a year.');
/** As long as a change may take; none is a jump. */
const change = z
  .number({ error: 'Give the seconds.' })
  .min(0, 'At least 0 s.')
  .max(366 * 86_400, 'At most a year.')
  .default(0);
const weights = (count: number, what: string) =>
  z
    .array(z.number().min(0, 'A weight is at least 0.').max(1e9, 'A weight is at most 1,000,000,000.'))
    .length(count, `Give ${count} numbers, ${what}.`)
    // What is so much less than the largest possible is 0: products of both kinds stay numbers.
    .refine((all) => all.some((one) => one > 1e-9), 'Not all of them 0.');

const spacing = z
  .enum(['poisson', 'even'])
  .describe('poisson: as many unrelated users make them. even: with equal gaps at a constant rate.');

/** How requests come. Times in seconds, rates in requests per second. */
export const TrafficPattern = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant'), ratePerSecond: positiveRate }).describe('Equal gaps.'),
  z.object({ kind: z.literal('poisson'), ratePerSecond: positiveRate }).describe('Exponential gaps.'),
  z
    .object({
      kind: z.literal('on-off'),
      onPerSecond: positiveRate,
      offPerSecond: rate.default(0),
      onSeconds: seconds,
      offSeconds: seconds,
      lengths: z
        .enum(['fixed', 'exponential'])
        .default('fixed')
        .describe('Whether bursts and pauses always last as long, or that long on average.'),
      spacing: spacing.default('poisson'),
    })
    .describe('Bursts with pauses; a burst comes first.'),
  z
    .object({
      kind: z.literal('diurnal'),
      averagePerSecond: positiveRate.describe('Mean over a week.'),
      hours: weights(24, 'one for each hour of a day, from midnight')
        .default([3, 2, 1, 1, 1, 2, 4, 7, 11, 13, 14, 14, 13, 13, 14, 14, 13, 12, 12, 13, 13, 11, 8, 5])
        .describe('Relative rate in the middle of each hour; in between it goes in a straight line.'),
      weekdays: weights(7, 'one for each day, Monday first')
        .default([1, 1, 1, 1, 1, 0.6, 0.6])
        .describe('Relative rate of each day.'),
      startDay: z.number().int().min(0).max(6).default(0).describe('0 is Monday.'),
      spacing: spacing.default('poisson'),
    })
    .describe('Day and night, weekday and weekend.'),
  z
    .object({
      kind: z.literal('ramp'),
      fromPerSecond: rate,
      toPerSecond: rate,
      seconds: seconds.describe('How long the change takes; then the rate stays.'),
      spacing: spacing.default('poisson'),
    })
    .refine((ramp) => ramp.fromPerSecond + ramp.toPerSecond > 0, {
      message: 'One of the rates must be above 0.',
      path: ['toPerSecond'],
    }),
  z
    .object({
      kind: z.literal('spike'),
      basePerSecond: rate,
      peakPerSecond: positiveRate,
      afterSeconds: seconds.describe('When the rise begins.'),
      riseSeconds: change,
      holdSeconds: seconds,
      fallSeconds: change,
      spacing: spacing.default('poisson'),
    })
    .describe('One peak; before and after it the base.'),
  z
    .object({
      kind: z.literal('month'),
      requestsPerMonth: z
        .number({ error: 'Give the requests a month.' })
        .positive('More than 0 requests.')
        .max(1e13, 'At most 10^13 requests a month.'),
      shape: z.enum(TRAFFIC_SHAPES),
    })
    .describe('A month of 730 hours as a workload describes it, from Monday 0:00 on; Poisson.'),
]);
export type TrafficPattern = z.infer<typeof TrafficPattern>;
export type TrafficPatternInput = z.input<typeof TrafficPattern>;
