import { expect, test } from 'vitest';
import { trafficProfile } from '../load/traffic.ts';
import { weekOutline } from './week.ts';

test('each hour is a step as high as its share of the highest', () => {
  expect(weekOutline([1, 2, 0])).toBe('M0 1V0.500H1V0.000H2V1.000H3V1Z');
});

test('no traffic is a flat line at the bottom, and no hours are an empty area', () => {
  expect(weekOutline([0, 0])).toBe('M0 1V1.000H1V1.000H2V1Z');
  expect(weekOutline([])).toBe('M0 1V1Z');
});

test('a steady week is full in every hour', () => {
  const { hourly } = trafficProfile({ requestsPerMonth: 1000, shape: 'steady' });
  const outline = weekOutline(hourly);
  expect(outline.match(/V0\.000/g)).toHaveLength(168);
  expect(outline.endsWith('H168V1Z')).toBe(true);
});
