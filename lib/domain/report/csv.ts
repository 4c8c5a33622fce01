import { latencyOf, type Sample } from '../execution/sample.ts';

const COLUMNS: Readonly<Record<string, (sample: Sample) => string | number | boolean | null>> = {
  side: (sample) => sample.side,
  block: (sample) => sample.block,
  index: (sample) => sample.index,
  scheduled_at_ms: (sample) => sample.scheduledAt,
  sent_at_ms: (sample) => sample.sentAt,
  received_at_ms: (sample) => sample.receivedAt,
  latency_ms: latencyOf,
  queued_ms: (sample) => sample.queued,
  init_ms: (sample) => sample.init,
  handler_ms: (sample) => sample.handler,
  billed_ms: (sample) => sample.billed,
  cold: (sample) => sample.cold,
  outcome: (sample) => sample.outcome,
  status: (sample) => sample.status,
  instance_id: (sample) => sample.instanceId,
};

/** Raw samples as CSV (RFC 4180: CRLF, quoted where needed, with a header). Instants are ms since the start of the run. */
export function samplesToCsv(samples: Iterable<Sample>): string {
  const rows = [csvRow(Object.keys(COLUMNS))];
  for (const sample of samples) rows.push(csvRow(Object.values(COLUMNS).map((value) => value(sample))));
  return rows.join('');
}

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
