import { describe, expect, it } from 'vitest';
import type { PlatformInfo } from '#lib/domain/cost/bill.ts';
import { splitKey } from './results.ts';
import { chosenKeys, firstChoice, offersOf, pairOf } from './selection.ts';

const info = (id: string, more: Partial<PlatformInfo> = {}): PlatformInfo => ({
  id,
  name: id,
  vendor: 'Vendor',
  kind: 'function',
  regions: ['here'],
  currency: 'USD',
  priced: true,
  reason: null,
  status: null,
  unsourced: [],
  ...more,
});
const offers = offersOf([
  info('aws_lambda', { regions: ['us-east-1', 'eu-west-1'] }),
  info('aws_fargate', { kind: 'container' }),
  info('aws_alb', { kind: 'part' }),
  info('fly_machines', { priced: false }),
]);

describe('the chosen platforms', () => {
  it('are offered once a region, without what only stands beside', () => {
    expect(offers.map(({ key }) => key)).toEqual([
      'aws_lambda@us-east-1',
      'aws_lambda@eu-west-1',
      'aws_fargate@here',
      'fly_machines@here',
    ]);
  });

  it('begin with some of both sides that can be priced', () => {
    expect(firstChoice(offers)).toEqual(['aws_lambda@us-east-1', 'aws_fargate@here']);
    expect(chosenKeys(null, offers)).toEqual(firstChoice(offers));
    expect(chosenKeys([], offers)).toEqual(firstChoice(offers));
  });

  it('are each there once, with a region, and at most 20', () => {
    expect(chosenKeys(['aws_lambda', 'aws_lambda@us-east-1', 'nobody@x'], offers)).toEqual([
      'aws_lambda@us-east-1',
      'nobody@x',
    ]);
    expect(
      chosenKeys(
        Array.from({ length: 30 }, (_, index) => `p${index}@r`),
        offers,
      ),
    ).toHaveLength(20);
  });

  it('keep a region with an @ or none apart from the platform', () => {
    expect(splitKey('a@b@c')).toEqual({ platform: 'a', region: 'b@c' });
    expect(splitKey('a')).toEqual({ platform: 'a', region: undefined });
  });
});

describe('pairOf', () => {
  const keys = [
    { key: 'f1', side: 'function' },
    { key: 'f2', side: 'function' },
    { key: 'c1', side: 'container' },
  ] as const;
  const none = { a: null, b: null };

  it('is the first of each side', () => {
    expect(pairOf(keys, none)).toEqual(['f1', 'c1']);
  });

  it('is what was asked for, as long as it is chosen and two', () => {
    expect(pairOf(keys, { a: 'c1', b: 'f2' })).toEqual(['c1', 'f2']);
    expect(pairOf(keys, { a: 'gone', b: 'f1' })).toEqual(['f2', 'f1']);
    expect(pairOf(keys, { a: 'f2', b: 'f2' })).toEqual(['f2', 'c1']);
  });

  it('is two of one side when there is no other, and nothing for one alone', () => {
    expect(pairOf(keys.slice(0, 2), none)).toEqual(['f1', 'f2']);
    expect(pairOf(keys.slice(0, 1), none)).toBeNull();
    expect(pairOf([], none)).toBeNull();
  });
});
