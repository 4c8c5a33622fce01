import { describe, expect, it } from 'vitest';
import { ScheduleExpression, scheduledEvent } from './schedule.ts';

describe('a schedule', () => {
  it.each<[string, object]>([
    ['rate(1 minute)', { kind: 'rate', seconds: 60 }],
    ['rate(12 hours)', { kind: 'rate', seconds: 43_200 }],
    ['cron(0 10 * * ? *)', { kind: 'cron', pattern: '0 0 10 * * * *' }],
    ['cron(15 12 ? * MON-FRI 2027)', { kind: 'cron', pattern: '0 15 12 * * MON-FRI 2027' }],
    ['cron(0 8 ? * 2-6 *)', { kind: 'cron', pattern: '0 0 8 * * 1-5 *' }],
    ['cron(0 12 ? * L *)', { kind: 'cron', pattern: '0 0 12 * * 6 *' }],
    ['cron(0 12 ? * 6L *)', { kind: 'cron', pattern: '0 0 12 * * 5L *' }],
    ['cron(0/10 8 ? * 3#1 *)', { kind: 'cron', pattern: '0 0-59/10 8 * * 2#1 *' }],
  ])('%s', (text, expected) => {
    expect(ScheduleExpression.parse(text)).toEqual(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 days)',
    'cron(* * * * *)',
    'cron(0 1 1 * 1 *)',
    'cron(0 1 ? * ? *)',
    'daily',
  ])('refuses %s', (text) => expect(ScheduleExpression.safeParse(text).success).toBe(false));

  it('fires an event of EventBridge', () => {
    expect(scheduledEvent('id', 'my-rule', new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)))).toEqual({
      ...{
        version: '0',
        id: 'id',
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
      },
      ...{ time: '2026-01-02T03:04:05Z', region: 'us-east-1', detail: {} },
      resources: ['arn:aws:events:us-east-1:000000000000:rule/my-rule'],
    });
  });
});
