import type { Ms } from '../../units.ts';
import type { BadRows } from './bad-rows.ts';
import { type CountColumn, countColumn } from './count-column.ts';
import { evenCounts } from './even-counts.ts';
import { fewColumns, type RowReader, type TraceFormat, type TraceOptions } from './format.ts';
import { Growing } from './growing.ts';
import { Instants } from './instants.ts';
import { survey } from './survey.ts';
import { type TimeColumn, timeColumn } from './time-column.ts';
import { unclear } from './unclear.ts';

/** Any table with a column of times, and perhaps one of counts or rates. */
export const table: TraceFormat = {
  name: 'table',
  matches: () => true,
  reader(head, options, bad) {
    const columns = survey(head);
    const time = timeColumn(columns, head.unnamed, options);
    const count = countColumn(columns, time, head.samples, head.unnamed, options);
    if (count !== null) return countRows(time, count, options, bad);
    if (time.daysOnly) return dayRows(time, options, bad);
    if (options.intervalMs !== undefined) throw noInterval();
    return instantRows(time, bad);
  },
};

const noInterval = () =>
  unclear('An interval is given, and no column holds counts: every row would be a request.', ['count']);

/** The time of a row; null where it is bad, which is noted. */
function timeOf(time: TimeColumn, cells: readonly string[], number: number, bad: BadRows): Ms | null {
  const wanted = Math.max(...time.indices) + 1;
  const at = cells.length < wanted ? null : time.read(cells);
  if (cells.length < wanted) bad.add(number, fewColumns(wanted), cells.join(','));
  else if (at === null) bad.add(number, 'not a time', time.indices.map((index) => cells[index]).join(' '));
  return at;
}

function instantRows(time: TimeColumn, bad: BadRows): RowReader {
  const instants = new Instants(false);
  return {
    row(cells, number) {
      const at = timeOf(time, cells, number, bad);
      if (at !== null) instants.add(at);
    },
    finish: () => instants.trace('a time for each request', [time.words, 'Every row is a request.']),
  };
}

const DAY_MS = 86_400_000;

/** Rows of which only the day is known would all come at midnight: they are counted by the day. */
function dayRows(time: TimeColumn, options: TraceOptions, bad: BadRows): RowReader {
  const days = new Map<Ms, number>();
  return {
    row(cells, number) {
      const at = timeOf(time, cells, number, bad);
      if (at !== null) days.set(at, (days.get(at) ?? 0) + 1);
    },
    finish: () =>
      evenCounts(
        { times: Float64Array.from(days.keys()), values: Float64Array.from(days.values()), rows: null },
        {
          notes: [time.words, 'Every row is a request, counted by the day.'],
          step: time.step,
          options: { intervalMs: options.intervalMs ?? DAY_MS },
          per: null,
        },
        bad,
      ),
  };
}

function countRows(time: TimeColumn, count: CountColumn, options: TraceOptions, bad: BadRows): RowReader {
  const [times, values, rows] = [new Growing(), new Growing(), new Growing()];
  return {
    row(cells, number) {
      if (cells.length <= count.index) return bad.add(number, fewColumns(count.index + 1), cells.join(','));
      const at = timeOf(time, cells, number, bad);
      if (at === null) return;
      const value = count.read(cells[count.index] ?? '');
      if (value === null) return bad.add(number, count.wrong, cells[count.index]);
      times.push(at);
      values.push(value);
      rows.push(number);
    },
    finish: () =>
      evenCounts(
        { times: times.values, values: values.values, rows: rows.values },
        { notes: [time.words, count.words], step: time.step, options, per: count.per },
        bad,
      ),
  };
}
