import Papa from 'papaparse';
import { CrossoverError } from '../../errors.ts';
import { azure2019 } from './azure-2019.ts';
import { azure2021 } from './azure-2021.ts';
import { BadRows } from './bad-rows.ts';
import { dateIn, numberIn } from './cells.ts';
import type { RowReader, TraceFormat, TraceOptions } from './format.ts';
import { table } from './table.ts';
import type { Trace } from './trace.ts';

/** The first that fits; the last always does. */
const FORMATS: readonly TraceFormat[] = [azure2019, azure2021, table];

/**
 * Reads traffic from the text of a CSV file: times of requests, counts per interval, or the formats of
 * the Azure Functions traces of 2019 and 2021. All or nothing: CrossoverError `bad-trace-rows` names every
 * row that cannot be read and why.
 */
export function parseTrace(text: string, options: TraceOptions = {}): Trace {
  const bad = new BadRows();
  const file = new File(options, bad);
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step: ({ data, errors }) => file.take(data, errors.find(({ type }) => type === 'Quotes')?.message),
  });
  const reader = file.reader;
  if (reader === null || file.dataRows === 0) throw empty();
  if (bad.count > 0) throw bad.error(file.dataRows);
  const trace = reader.finish();
  if (bad.count > 0) throw bad.error(file.dataRows);
  if (trace.requests === 0) throw empty();
  return trace;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The most frequent in the first line; the library's own guess is misled by empty lines. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]+/.exec(text.slice(0, 100_000))?.[0] ?? '';
  const often = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (often(one) > often(best) ? one : best));
}

class File {
  readonly #options: TraceOptions;
  readonly #bad: BadRows;
  #header: readonly string[] | null = null;
  #rows = 0;
  reader: RowReader | null = null;
  dataRows = 0;

  constructor(options: TraceOptions, bad: BadRows) {
    this.#options = options;
    this.#bad = bad;
  }

  take(cells: readonly string[], quotes: string | undefined): void {
    this.#rows++;
    // Empty lines are no rows, but count, so that numbers agree with an editor's.
    if (cells.length === 1 && cells[0]?.trim() === '') return;
    if (this.#header === null && this.reader === null && !isData(cells)) {
      this.#header = cells;
      return;
    }
    this.dataRows++;
    this.reader ??= this.#open(cells);
    if (quotes !== undefined) this.#bad.add(this.#rows, 'a quote is not closed', cells[0]);
    else this.reader.row(cells, this.#rows);
  }

  #open(sample: readonly string[]): RowReader {
    const header = this.#header ?? withoutHeader(sample);
    const format = FORMATS.find((one) => one.matches(header)) ?? table;
    return format.reader(header, sample, this.#options, this.#bad);
  }
}

const isData = (cells: readonly string[]): boolean => {
  const first = cells[0] ?? '';
  return numberIn(first) !== null || dateIn(first) !== null;
};

/** Without names: the first column is the time, a second one the count. */
const withoutHeader = (sample: readonly string[]): string[] =>
  sample.map((_, index) => ['time', 'count'][index] ?? `column ${index + 1}`);

const empty = () =>
  new CrossoverError({
    code: 'empty-trace',
    owner: 'yours',
    message: 'The file holds no request.',
    remedy: 'Give a CSV file with a row for each request or for each interval.',
  });
