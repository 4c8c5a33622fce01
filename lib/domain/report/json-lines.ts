import type { Sample } from '../execution/sample.ts';
import { COLUMNS } from './csv.ts';

const FIELDS = Object.entries(COLUMNS);

/** Raw samples as JSON lines: one object a line, with the names of the CSV's columns. */
export function jsonLines(samples: Iterable<Sample>): string {
  let lines = '';
  for (const sample of samples) {
    lines += `${JSON.stringify(Object.fromEntries(FIELDS.map(([name, value]) => [name, value(sample)])))}\n`;
  }
  return lines;
}
