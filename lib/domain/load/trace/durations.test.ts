import { describe, expect, it } from 'vitest';
import type { CrossoverError } from '../../errors.ts';
import { Distribution, meanOf } from '../../simulation/random/distribution.ts';
import { parseAzureDurations, serviceTimes } from './durations.ts';
import { parseTrace } from './parse-trace.ts';

const HEADER =
  'HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100\n';
const row = (id: string, count: number | string, ms: number | string) =>
  `o,a,${id},${ms},${count},${ms},${ms},${Array(7).fill(ms).join(',')}\n`;

describe('durations of the Azure Functions 2019 trace', () => {
  it('weighs the functions by their calls', () => {
    const spec = parseAzureDurations(HEADER + row('f', 300, 100) + row('g', 100, 500));
    expect(Distribution.parse(spec)).toEqual(spec);
    expect(meanOf(spec)).toBeCloseTo(200, 9);
    expect(meanOf(parseAzureDurations(HEADER + row('f', 300, 100) + row('g', 100, 500), 'g'))).toBeCloseTo(
      500,
      9,
    );
  });

  it('gives each percentile the share of calls around it', () => {
    const spec = parseAzureDurations(`${HEADER}o,a,f,1,1000,1,7,1,2,3,4,5,6,7\n`);
    const weights = spec.kind === 'weighted' ? spec.weights : [];
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1000, 9);
    expect(weights.map((weight) => Number(weight.toFixed(6)))).toEqual([5, 125, 245, 250, 245, 125, 5]);
  });

  it.each<[string, string, RegExp]>([
    ['a count that is none', HEADER + row('f', 'x', 1), /row 2: the count/],
    ['a time below 0', HEADER + row('f', 1, 1) + row('g', 1, -1), /row 3: a percentile/],
    ['too few columns', `${HEADER}o,a,f\n`, /row 2: fewer than 14 columns/],
    ['another file', 'a,b\n1,2\n', /no durations file/],
    ['no call', HEADER + row('f', 0, 1), /at least one call/],
  ])('refuses %s', (_, text, expected) => {
    try {
      parseAzureDurations(text);
      throw new Error('It was loaded.');
    } catch (error) {
      const { message, detail } = (error as CrossoverError).problem;
      expect(`${message} ${detail}`).toMatch(expected);
    }
  });
});

describe('service times of a trace', () => {
  it('are there where the file has them', () => {
    const trace = parseTrace('app,func,end_timestamp,duration\na,f,2,0.5\na,f,3,0.25\n');
    expect(serviceTimes(trace)).toEqual({ kind: 'empirical', valuesMs: [500, 250] });
    expect(serviceTimes(parseTrace('t\n1\n2\n'))).toBeNull();
  });
});
