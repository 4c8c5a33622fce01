import { z } from 'zod';
import { ACCOUNT, REGION } from '../identifier.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };

/** A schedule in EventBridge's two forms, taken apart. Cron is in UTC and has a year; a rate counts from its start. */
export type Schedule = { kind: 'rate'; seconds: number } | { kind: 'cron'; pattern: string };

/**
 * `rate(5 minutes)` or `cron(0 12 ? * MON-FRI *)` (EventBridge user guide, "Schedule types"). Days of the week
 * count from 1 = Sunday there, from 0 = Sunday in the cron patterns this gives, which have seconds and the year.
 */
export const ScheduleExpression = z.string().transform((text, context): Schedule => {
  const schedule = parse(text.trim());
  if (typeof schedule !== 'string') return schedule;
  context.addIssue({ code: 'custom', message: schedule });
  return z.NEVER;
});

function parse(text: string): Schedule | string {
  const [, amount, unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  if (amount !== undefined) return rateOf(Number(amount), unit, plural === 's');
  const [, fields] = /^cron\((.+)\)$/.exec(text) ?? [];
  if (fields !== undefined) return cronOf(fields.split(/\s+/));
  return 'A schedule is rate(5 minutes) or cron(0 12 * * ? *).';
}

function rateOf(amount: number, unit: string, plural: boolean): Schedule | string {
  if (amount < 1) return 'A rate is at least 1.';
  if (amount > 1 !== plural) return `Write ${amount === 1 ? `1 ${unit}` : `${amount} ${unit}s`}.`;
  return { kind: 'rate', seconds: amount * (UNITS[unit] ?? 1) };
}

function cronOf(fields: readonly string[]): Schedule | string {
  const [minutes, hours, day, month, weekday = '', year] = fields;
  if (fields.length !== 6) return 'A cron expression has six fields: minutes hours day month weekday year.';
  if ((day === '?') === (weekday === '?')) return 'Exactly one of day and weekday is a question mark.';
  // The library counts weekdays from 0 and has * for ?.
  const own =
    weekday === 'L'
      ? SATURDAY
      : weekday.replaceAll(/(?<![#/\d])([1-7])(?!\d)/g, (digit) => String(Number(digit) - 1));
  const parts = ['0', minutes, hours, day, month, own, year].map((part = '', n) => {
    return part === '?' ? '*' : steppedFrom(part, LARGEST[n] ?? 0);
  });
  return { kind: 'cron', pattern: parts.join(' ') };
}

/** The last day of the week. */
const SATURDAY = '6';

/** Of seconds, minutes, hours, days, months, weekdays, years. */
const LARGEST = [59, 59, 23, 31, 12, 6, 9_999];

/** `5/10` is every tenth from the fifth on: a range with a step. */
const steppedFrom = (field: string, largest: number): string =>
  field.replaceAll(/(^|,)(\d+)\//g, (_, before: string, first: string) => `${before}${first}-${largest}/`);

/** The event of a rule that fires on a schedule (EventBridge user guide, "Scheduled event"). */
export const scheduledEvent = (id: string, rule: string, at: Date): object => ({
  version: '0',
  id,
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: `${at.toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${rule}`],
  detail: {},
});
