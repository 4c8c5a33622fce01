import Papa from 'papaparse';
import { CrossoverError } from '../../errors.ts';
import { withoutMark } from '../../text/decode.ts';
import { azure2019 } from './azure-2019.ts';
import { azure2021 } from './azure-2021.ts';
import { BadRows } from './bad-rows.ts';
import { clockIn, dateIn } from './dates.ts';
import type { RowReader, TraceFormat, TraceOptions } from './format.ts';
import { jmeter, k6, locust } from './load-tools.ts';
import { numberIn } from './numbers.ts';
import { logFormat, readLog } from './server-logs.ts';
import { table } from './table.ts';
import type { Trace } from './trace.ts';
import { rewrite } from './unclear.ts';
import { epochUnit } from './units.ts';

/** The first that fits. */
const FORMATS: readonly TraceFormat[] = [azure2019, azure2021, k6, jmeter, locust];

/**
 * Reads traffic from the text of a file: times of requests, counts or rates per interval, results of load generators,
 * access logs, or the Azure Functions traces of 2019 and 2021. All or nothing: CrossoverError `bad-trace-rows` names every
 * row that cannot be read and why, `no-time-column` and `unclear-trace` say what cannot be told and which option tells it.
 */
export function parseTrace(text: string, options: TraceOptions = {}): Trace {
  const bad = new BadRows();
  const log = logFormat(text);
  const { trace, rows } = log === null ? readTable(text, options, bad) : readLog(text, log, bad);
  if (bad.count > 0) throw bad.error(rows);
  if (trace === null || trace.requests === 0) throw empty();
  return trace;
}

function readTable(text: string, options: TraceOptions, bad: BadRows): { trace: Trace | null; rows: number } {
  const { body, delimiter, skipped } = tableOf(text);
  const file = new File(options, bad, delimiter, skipped);
  Papa.parse<string[]>(body, {
    delimiter,
    step: ({ data, errors }) => file.take(data, errors.find(({ type }) => type === 'Quotes')?.message),
  });
  const trace = file.finish();
  return { trace, rows: file.dataRows };
}

/** Names of the columns, for a form that asks which is which; without a header "column 1" and so on. */
export function traceColumns(text: string): string[] {
  if (logFormat(text) !== null || isMarkup(text)) return [];
  const { body, delimiter } = tableOf(text.slice(0, 100_000));
  const [first = []] = Papa.parse<string[]>(body, { delimiter, preview: 1, skipEmptyLines: true }).data;
  return isData(first) ? unnamedHeader(first) : first.map((name) => name.trim());
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The most frequent delimiter in the first line, unless a spreadsheet says it; the library's own guess is misled by empty lines. */
function tableOf(text: string): { body: string; delimiter: string; skipped: number } {
  if (isMarkup(text)) throw notTable();
  const unmarked = withoutMark(text);
  const said = /^sep=(.)\r?\n/i.exec(unmarked);
  if (said?.[1] !== undefined)
    return { body: unmarked.slice(said[0].length), delimiter: said[1], skipped: 1 };
  if (unmarked.startsWith('#')) return extendedLog(unmarked);
  const line = /[^\r\n]+/.exec(unmarked.slice(0, 100_000))?.[0] ?? '';
  const often = (delimiter: string) => line.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, one) => (often(one) > often(best) ? one : best));
  return { body: unmarked, delimiter, skipped: 0 };
}

/** W3C extended log, as IIS and CloudFront write it: a comment names the columns. Comments become empty lines, so that rows keep their numbers. */
function extendedLog(text: string): { body: string; delimiter: string; skipped: number } {
  const fields = /^#Fields:[ \t]*(.+)$/im.exec(text)?.[1]?.trim().split(/\s+/);
  const first = /^[^#\r\n].*$/m.exec(text)?.[0] ?? '';
  const delimiter = first.includes('\t') ? '\t' : fields === undefined ? ',' : ' ';
  let named = false;
  const body = text.replaceAll(/^#.*$/gm, (comment) => {
    const header = !named && /^#Fields:/i.test(comment) && fields !== undefined;
    named ||= header;
    return header ? (fields ?? []).join(delimiter) : '';
  });
  return { body, delimiter, skipped: 0 };
}

const isMarkup = (text: string): boolean => /^\ufeff?\s*(\{\s*"|\[\s*[[{"\d]|<)/.test(text.slice(0, 1000));

const notTable = () =>
  rewrite(
    'The file is JSON or a page, not a table.',
    'Give a CSV file (k6 run --out csv=FILE, vegeta encode --to csv) with a row for each request or for each interval.',
  );

/** Rows from which it is told what a file holds. */
const SAMPLES = 1000;

class File {
  readonly #options: TraceOptions;
  readonly #bad: BadRows;
  readonly #delimiter: string;
  #header: readonly string[] | null = null;
  #rows: number;
  /** The first rows of data with their numbers, until the columns are known. */
  #waiting: (readonly [readonly string[], number])[] = [];
  #reader: RowReader | null = null;
  dataRows = 0;

  constructor(options: TraceOptions, bad: BadRows, delimiter: string, skipped: number) {
    this.#options = options;
    this.#bad = bad;
    this.#delimiter = delimiter;
    this.#rows = skipped;
  }

  take(cells: readonly string[], quotes: string | undefined): void {
    this.#rows++;
    // Empty lines are no rows, but count, so that numbers agree with an editor's.
    if (cells.length === 1 && cells[0]?.trim() === '') return;
    if (this.#header === null && this.dataRows === 0 && !isData(cells)) {
      this.#header = cells;
      return;
    }
    this.dataRows++;
    if (quotes !== undefined) this.#bad.add(this.#rows, 'a quote is not closed', cells[0]);
    else if (this.#reader !== null) this.#reader.row(cells, this.#rows);
    else this.#waiting.push([cells, this.#rows]);
    if (this.#waiting.length >= SAMPLES) this.#open();
  }

  finish(): Trace | null {
    if (this.#waiting.length > 0) this.#open();
    return this.#bad.count > 0 ? null : (this.#reader?.finish() ?? null);
  }

  #open(): void {
    const samples = this.#waiting.map(([cells]) => cells);
    this.#waiting.splice(0).forEach(([cells, number], index) => {
      if (index === 0) this.#reader = this.#readerOf(samples);
      this.#reader?.row(cells, number);
    });
  }

  #readerOf(samples: readonly (readonly string[])[]): RowReader {
    const unnamed = this.#header === null;
    const header = this.#header ?? unnamedHeader(samples[0] ?? []);
    const { timeColumn, countColumn } = this.#options;
    const told = timeColumn !== undefined || countColumn !== undefined;
    const format = told ? undefined : FORMATS.find((one) => one.matches(header));
    const head = { header, unnamed, delimiter: this.#delimiter, samples };
    return (format ?? table).reader(head, this.#options, this.#bad);
  }
}

/** A name is neither a number at the beginning of a row nor a time anywhere in it. */
const isData = (cells: readonly string[]): boolean =>
  numberIn(cells[0] ?? '') !== null ||
  cells.some((cell) => dateIn(cell) !== null || clockIn(cell) !== null || isEpoch(cell));

const isEpoch = (cell: string): boolean => {
  const value = numberIn(cell);
  return value !== null && epochUnit(value) !== null;
};

const unnamedHeader = (cells: readonly string[]): string[] => cells.map((_, index) => `column ${index + 1}`);

const empty = () =>
  new CrossoverError({
    code: 'empty-trace',
    owner: 'yours',
    message: 'The file holds no request.',
    remedy: 'Give a CSV file with a row for each request or for each interval.',
  });
