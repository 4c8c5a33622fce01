import { CrossoverError } from '../../errors.ts';
import type { BadRows } from './bad-rows.ts';
import { countIn, dateIn, guessUnit, numberIn, type TimeUnit, timeIn } from './cells.ts';
import { evenCounts } from './even-counts.ts';
import { fewColumns, type RowReader, type TraceFormat, type TraceOptions } from './format.ts';
import { Growing } from './growing.ts';
import { Instants } from './instants.ts';

const TIME_NAMES =
  /^(t|ts|time|timestamp|date|datetime|at|start|second|minute|arrival|start_?time|@timestamp)$/i;
const COUNT_NAMES = /^(n|count|counts|value|requests?|invocations?|hits|calls)$/i;
/** Units and what a time belongs to, so that `t_s`, `time (ms)` and `request_time` are times. */
const bare = (name: string): string =>
  name
    .trim()
    .replace(/^(request|arrival|event|log)_(?=.)/i, '')
    .replace(/[\s_(]+(us|ms|s|sec|seconds|millis|min|utc)\)?$/i, '');

interface Columns {
  time: number;
  count: number | null;
  unit: TimeUnit;
}

/** Any table with a column of times, and perhaps one of counts. */
export const table: TraceFormat = {
  name: 'table',
  matches: () => true,
  reader(header, sample, options, bad) {
    const columns = columnsOf(header, sample, options);
    return columns.count === null
      ? instantRows(columns, bad, header)
      : countRows(columns, columns.count, bad, header);
  },
};

function columnsOf(header: readonly string[], sample: readonly string[], options: TraceOptions): Columns {
  const named = (name: string) => found(header, name);
  const isTime = (cell: string) => numberIn(cell) !== null || dateIn(cell) !== null;
  const guessed = header.findIndex((name) => TIME_NAMES.test(bare(name)));
  const only = header.length === 1 || isTime(sample[0] ?? '') ? 0 : -1;
  const time = options.timeColumn === undefined ? (guessed >= 0 ? guessed : only) : named(options.timeColumn);
  if (time < 0) throw noTime(header);
  const counts = header.findIndex((name, index) => index !== time && COUNT_NAMES.test(bare(name)));
  const count = typeof options.countColumn === 'string' ? named(options.countColumn) : counts;
  const none = options.countColumn === null || count < 0;
  return {
    time,
    count: none ? null : count,
    unit: options.unit ?? guessUnit(header[time] ?? '', sample[time] ?? ''),
  };
}

function found(header: readonly string[], name: string): number {
  const index = header.findIndex((one) => one.trim() === name.trim());
  if (index < 0)
    throw new CrossoverError({
      code: 'no-such-column',
      owner: 'yours',
      message: `There is no column "${name}".`,
      remedy: `Name one of: ${header.slice(0, 20).join(', ')}.`,
    });
  return index;
}

const noTime = (header: readonly string[]) =>
  new CrossoverError({
    code: 'no-time-column',
    owner: 'yours',
    message: 'No column looks like a time.',
    remedy: `Say which it is; the columns are: ${header.slice(0, 20).join(', ')}.`,
  });

const UNIT_WORDS: Record<TimeUnit, string> = {
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
};
const words = (header: readonly string[], { time, unit }: Columns): string =>
  `Times are in column "${header[time]?.trim()}"; numbers in it are ${UNIT_WORDS[unit]}, dates without a zone UTC.`;

function instantRows(columns: Columns, bad: BadRows, header: readonly string[]): RowReader {
  const instants = new Instants(false);
  return {
    row(cells, number) {
      if (cells.length <= columns.time) return bad.add(number, fewColumns(columns.time + 1), cells.join(','));
      const at = timeIn(cells[columns.time] ?? '', columns.unit);
      if (at === null) return bad.add(number, 'not a time', cells[columns.time]);
      instants.add(at);
    },
    finish: () =>
      instants.trace('a time for each request', [words(header, columns), 'Every row is a request.']),
  };
}

function countRows(columns: Columns, count: number, bad: BadRows, header: readonly string[]): RowReader {
  const [times, counts, rows] = [new Growing(), new Growing(), new Growing()];
  const wanted = Math.max(columns.time, count) + 1;
  return {
    row(cells, number) {
      if (cells.length < wanted) return bad.add(number, fewColumns(wanted), cells.join(','));
      const at = timeIn(cells[columns.time] ?? '', columns.unit);
      if (at === null) return bad.add(number, 'not a time', cells[columns.time]);
      const requests = countIn(cells[count] ?? '');
      if (requests === null)
        return bad.add(number, 'the count is not a whole number of 0 or more', cells[count]);
      times.push(at);
      counts.push(requests);
      rows.push(number);
    },
    finish: () =>
      evenCounts(times.values, counts.values, rows.values, bad, [
        words(header, columns),
        `Requests of each interval are in column "${header[count]?.trim()}".`,
      ]),
  };
}
