import type { BadRows } from './bad-rows.ts';
import type { TimeUnit } from './cells.ts';
import type { Trace } from './trace.ts';

/** What a reader of a file may say where it cannot be told from the file. */
export interface TraceOptions {
  /** Column with the time; its header. */
  timeColumn?: string;
  /** Column with the number of requests; null: every row is a request. */
  countColumn?: string | null;
  /** Unit of numbers in the time column. */
  unit?: TimeUnit;
  /** Only rows of this function, by the text of its column (Azure formats: HashFunction, func). */
  functionId?: string;
}

/** Takes the rows of one file, one after the other. `number` counts from 1, the header included. */
export interface RowReader {
  row(cells: readonly string[], number: number): void;
  /** Only when no row was bad. */
  finish(): Trace;
}

export interface TraceFormat {
  name: string;
  matches(header: readonly string[]): boolean;
  /** `sample` is the first row of data. */
  reader(
    header: readonly string[],
    sample: readonly string[],
    options: TraceOptions,
    bad: BadRows,
  ): RowReader;
}

export const fewColumns = (wanted: number): string => `fewer than ${wanted} columns`;
