import { isNoTime, mayBeDuration, timeRank } from './names.ts';
import type { Column } from './survey.ts';
import { unclear } from './unclear.ts';

interface Candidate {
  column: Column;
  /** The better the values say that they are times, the less. */
  values: number;
  /** The better the name does. */
  name: number;
}

const UNKNOWN = 3;

/**
 * The column that holds the times: dates first, then numbers that are times since 1970, then what is called so. A name
 * that says latency, id or status is never one. @throws CrossoverError where none is, or several may be.
 */
export function guessedTime(columns: readonly Column[], unnamed: boolean): Column {
  const header = columns.map(({ name }) => name);
  const [best, next] = columns
    .flatMap((column) => candidateOf(column, columns.length, unnamed) ?? [])
    .sort((a, b) => a.values - b.values || a.name - b.name || a.column.index - b.column.index);
  if (best === undefined) throw unclear('No column looks like the time of a request.', ['time'], header);
  if (!unnamed && best.name >= UNKNOWN && next?.name === best.name && next.values === best.values)
    throw unclear('More than one column may be the time of a request.', ['time'], header);
  if (mayBeHowLong(best.column, columns.length))
    throw unclear(
      `Column "${best.column.name}" may say when a request came or how long it took.`,
      ['time'],
      header,
    );
  return best.column;
}

function candidateOf(column: Column, all: number, unnamed: boolean): Candidate | null {
  const { name, kind, epoch, index } = column;
  const rank = timeRank(name);
  const never = isNoTime(name);
  if (kind === 'date')
    return { column, values: isDays(column) ? 0.5 : 0, name: (rank ?? UNKNOWN) + (never ? 4 : 0) };
  if (never) return null;
  if (kind === 'clock') return { column, values: 3, name: rank ?? UNKNOWN };
  if (kind === 'text') return null;
  if (epoch !== null) return { column, values: rank === null ? 2 : 1, name: rank ?? UNKNOWN };
  if (rank !== null) return { column, values: 4, name: rank };
  const first = index === 0 && (unnamed || all === 1);
  return first ? { column, values: 5, name: UNKNOWN } : null;
}

/** Days alone say less than another column with times. */
const isDays = ({ cells }: Column): boolean => cells.every((cell) => !cell.includes(':'));

/**
 * Small numbers called `request_time` are as often a duration as an arrival; those called `time_ms`, or and
 * columns that nothing is said of, are arrivals only where they rise. Of two columns the first is the time.
 */
function mayBeHowLong({ name, kind, epoch, numbers }: Column, all: number): boolean {
  if (kind !== 'number' || epoch !== null || timeRank(name) === 0) return false;
  if (/^(http_?)?request_?time$/i.test(name)) return true;
  const rising = numbers.every((value, row) => value >= (numbers[row - 1] ?? value));
  return !rising && (mayBeDuration(name) || (timeRank(name) === null && all !== 2));
}
