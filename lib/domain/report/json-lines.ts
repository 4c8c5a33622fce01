import type { Candidate } from '../execution/candidate.ts';
import type { Sample } from '../execution/sample.ts';
import { COLUMNS, candidateFinder } from './csv.ts';

const FIELDS = Object.entries(COLUMNS);

/** Raw samples as JSON lines: one object a line, with the names of the CSV's columns. */
export function jsonLines(samples: Iterable<Sample>, candidates: readonly Candidate[]): string {
  const candidateOf = candidateFinder(candidates);
  let lines = '';
  for (const sample of samples) {
    const candidate = candidateOf(sample);
    lines += `${JSON.stringify(Object.fromEntries(FIELDS.map(([name, value]) => [name, value(sample, candidate)])))}\n`;
  }
  return lines;
}
