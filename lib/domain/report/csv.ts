import { type Candidate, familyOf } from '../execution/candidate.ts';
import { latencyOf, type Sample } from '../execution/sample.ts';

type Field = (sample: Sample, candidate: Candidate) => string | number | boolean | null;

/** The fields of an exported sample, by the name that says their unit. */
export const COLUMNS: Readonly<Record<string, Field>> = {
  side: (_, candidate) => familyOf(candidate),
  block: (sample) => sample.block,
  index: (sample) => sample.index,
  scheduled_at_ms: (sample) => sample.scheduledAt,
  sent_at_ms: (sample) => sample.sentAt,
  received_at_ms: (sample) => sample.receivedAt,
  latency_ms: latencyOf,
  queued_ms: (sample) => sample.queued,
  init_ms: (sample) => sample.init,
  handler_ms: (sample) => sample.handler,
  reported_handler_ms: (sample) => sample.reported ?? null,
  billed_ms: (sample) => sample.billed,
  cold: (sample) => sample.cold,
  outcome: (sample) => sample.outcome,
  status: (sample) => sample.status,
  instance_id: (sample) => sample.instanceId,
  candidate: (sample) => sample.candidate,
  mode: (_, candidate) => candidate.mode,
};

const VALUES = Object.values(COLUMNS);

/** The candidate of each sample. @throws RangeError for a sample of none of them */
export function candidateFinder(candidates: readonly Candidate[]): (sample: Sample) => Candidate {
  const byId = new Map(candidates.map((one) => [one.id, one]));
  return ({ candidate }) => {
    const found = byId.get(candidate);
    if (found === undefined) throw new RangeError(`No candidate of the plan is ${candidate}.`);
    return found;
  };
}

export const csvHeader = (): string => csvRow(Object.keys(COLUMNS));

/** Raw samples as rows of CSV, without the header. Instants are ms since the start of the run; block -1 is the warm-up. */
export function csvRows(samples: Iterable<Sample>, candidates: readonly Candidate[]): string {
  const candidateOf = candidateFinder(candidates);
  let rows = '';
  for (const sample of samples) {
    const candidate = candidateOf(sample);
    rows += csvRow(VALUES.map((value) => value(sample, candidate)));
  }
  return rows;
}

/** Raw samples as CSV (RFC 4180: CRLF, quoted where needed, with a header). */
export const samplesToCsv = (samples: Iterable<Sample>, candidates: readonly Candidate[]): string =>
  csvHeader() + csvRows(samples, candidates);

/** One row with its CRLF. null becomes an empty field; numbers keep at most six decimals. */
export const csvRow = (fields: readonly (string | number | boolean | null)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`;

function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Number(value.toFixed(6)));
  const text = String(value);
  // A spreadsheet runs text that begins like a formula: an apostrophe makes it text again.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
