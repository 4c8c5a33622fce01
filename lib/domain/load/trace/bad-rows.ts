import { CrossoverError } from '../../errors.ts';

interface Reason {
  why: string;
  /** Row numbers, ascending; the header is row 1. */
  rows: number[];
  /** What stood in the first of them. */
  example: string;
}

/** Ranges that a message names before it says how many more there are; `lines` names every row. */
const RANGES_IN_TEXT = 50;
const LONGEST_EXAMPLE = 40;

/** Every row that could not be read, by reason. */
export class BadRows {
  readonly #reasons = new Map<string, Reason>();
  count = 0;

  add(row: number, why: string, cell = ''): void {
    this.count++;
    const reason = this.#reasons.get(why);
    if (reason) reason.rows.push(row);
    else this.#reasons.set(why, { why, rows: [row], example: shortened(cell) });
  }

  /** All rows and why, one a line, in the order of the file. */
  *lines(): Generator<string> {
    const all = [...this.#reasons.values()].flatMap(({ why, rows }) => rows.map((row) => ({ row, why })));
    for (const { row, why } of all.sort((a, b) => a.row - b.row)) yield `row ${row}: ${why}`;
  }

  /** A line for each reason with its rows as ranges. */
  text(): string {
    return [...this.#reasons.values()].map(reasonText).join('\n');
  }

  /** For a file of which nothing may be loaded. */
  error(rows: number): CrossoverError {
    const named = this.count === 1 ? '1 row' : `${this.count.toLocaleString('en-US')} rows`;
    return new CrossoverError({
      code: 'bad-trace-rows',
      owner: 'yours',
      message: `${named} of ${rows.toLocaleString('en-US')} cannot be read, so nothing was loaded.`,
      remedy: 'Correct or remove the named rows (the header is row 1).',
      detail: this.text(),
    });
  }
}

const shortened = (cell: string): string =>
  cell.length > LONGEST_EXAMPLE ? `${cell.slice(0, LONGEST_EXAMPLE)}…` : cell;

function reasonText({ why, rows, example }: Reason): string {
  const ranges = rangesOf(rows);
  const named = ranges
    .slice(0, RANGES_IN_TEXT)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const left = ranges.slice(RANGES_IN_TEXT).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const more = left > 0 ? ` and ${left.toLocaleString('en-US')} more` : '';
  const first = example === '' ? '' : ` (row ${rows[0]} has ${JSON.stringify(example)})`;
  return `${rows.length === 1 ? 'row' : 'rows'} ${named.join(', ')}${more}: ${why}${first}`;
}

function rangesOf(rows: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] >= row - 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges;
}
