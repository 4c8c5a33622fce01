import Papa from 'papaparse';
import { CrossoverError } from '../../errors.ts';
import type { Distribution } from '../../simulation/random/distribution.ts';
import { BadRows } from './bad-rows.ts';
import { fewColumns } from './format.ts';
import { countIn, numberIn } from './numbers.ts';
import type { Trace } from './trace.ts';

/** Percentile columns of the Azure Functions 2019 durations, with the share of calls around each. */
const PERCENTILES = [0, 1, 25, 50, 75, 99, 100] as const;
const FIRST_COLUMNS = ['hashowner', 'hashapp', 'hashfunction', 'average', 'count', 'minimum', 'maximum'];

/** Half of the way to both neighbours: 0 stands for 0.5%, 1 for 12.5%, and so on; together 100%. */
const SHARES = PERCENTILES.map((percentile, index) => {
  const [before, after] = [PERCENTILES[index - 1] ?? percentile, PERCENTILES[index + 1] ?? percentile];
  return (after - before) / 200;
});

/**
 * Service times from the durations file of the Azure Functions 2019 trace (ms): the percentiles of every
 * function, weighted by its calls. Seven values a function are a coarse distribution. All or nothing, as
 * `parseTrace`.
 */
export function parseAzureDurations(text: string, functionId?: string): Distribution {
  const bad = new BadRows();
  const values: number[] = [];
  const weights: number[] = [];
  let row = 0;
  let known = false;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    step: ({ data }) => {
      row++;
      if (row === 1) known = FIRST_COLUMNS.every((name, at) => data[at]?.trim().toLowerCase() === name);
      else if (known && !(data.length === 1 && data[0]?.trim() === '')) {
        const read = functionRow(data, row, bad);
        if (read === null || (functionId !== undefined && data[2] !== functionId)) return;
        values.push(...read.values);
        weights.push(...SHARES.map((share) => share * read.count));
      }
    },
  });
  if (!known) throw notDurations();
  if (bad.count > 0) throw bad.error(row - 1);
  if (!weights.some((weight) => weight > 0)) throw notDurations();
  return { kind: 'weighted', valuesMs: values, weights };
}

function functionRow(cells: readonly string[], row: number, bad: BadRows) {
  const wanted = FIRST_COLUMNS.length + PERCENTILES.length;
  const count = countIn(cells[4] ?? '');
  const values = cells.slice(FIRST_COLUMNS.length, wanted).map((cell) => numberIn(cell));
  if (cells.length < wanted) bad.add(row, fewColumns(wanted), cells[0]);
  else if (count === null) bad.add(row, 'the count is not a whole number of 0 or more', cells[4]);
  else if (values.some((value) => value === null || value < 0))
    bad.add(row, 'a percentile is not a time of 0 or more');
  else return { count, values: values.flatMap((value) => (value === null ? [] : [value])) };
  return null;
}

const notDurations = () =>
  new CrossoverError({
    code: 'no-durations',
    owner: 'yours',
    message: 'This is no durations file of the Azure Functions 2019 trace with at least one call.',
    remedy: `Its columns begin with ${FIRST_COLUMNS.join(', ')}.`,
  });

const MOST_VALUES = 20_000;

/** Service times of a trace that has them (Azure Functions 2021); null for others. */
export function serviceTimes(trace: Trace): Distribution | null {
  if (trace.kind !== 'instants' || trace.tookMs === null) return null;
  const every = Math.max(1, Math.ceil(trace.tookMs.length / MOST_VALUES));
  return { kind: 'empirical', valuesMs: [...trace.tookMs.filter((_, index) => index % every === 0)] };
}
