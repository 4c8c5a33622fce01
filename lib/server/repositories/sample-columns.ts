import { endianness } from 'node:os';
import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';

/** A row of `sample_chunk`: many samples of one candidate and block, a column each as an array in network byte order. */
export interface Chunk {
  candidate: CandidateId;
  block: number;
  count: number;
  columns: Record<ColumnName, Buffer> & { reported: Buffer | null };
  /** What the numbers in `outcome` and `instance` stand for. */
  outcomes: string[];
  instances: string[];
}

const DOUBLES = [
  ['scheduled_at', 'scheduledAt'],
  ['sent_at', 'sentAt'],
  ['received_at', 'receivedAt'],
  ['queued', 'queued'],
  ['init', 'init'],
  ['handler', 'handler'],
  ['billed', 'billed'],
] as const satisfies readonly (readonly [string, keyof Sample])[];
const INTEGERS = ['index', 'cold', 'status', 'outcome', 'instance'] as const;

type ColumnName = (typeof DOUBLES)[number][0] | (typeof INTEGERS)[number];
export const COLUMN_NAMES: readonly (ColumnName | 'reported')[] = [
  ...DOUBLES.map(([name]) => name),
  ...INTEGERS,
  'reported',
];

const NONE = -1;
const LITTLE = endianness() === 'LE';

const bytesOf = ({ buffer }: Float64Array | Int32Array): Buffer => Buffer.from(buffer as ArrayBuffer);

function packDoubles(values: Float64Array): Buffer {
  const bytes = bytesOf(values);
  return LITTLE ? bytes.swap64() : bytes;
}

function packIntegers(values: Int32Array): Buffer {
  const bytes = bytesOf(values);
  return LITTLE ? bytes.swap32() : bytes;
}

/** A copy: what Postgres hands over lies anywhere in a larger buffer, and a typed array must be aligned. */
const copyOf = (bytes: Uint8Array): Buffer => Buffer.from(new Uint8Array(bytes).buffer);

function unpackDoubles(bytes: Uint8Array): Float64Array {
  const own = LITTLE ? copyOf(bytes).swap64() : copyOf(bytes);
  return new Float64Array(own.buffer, own.byteOffset, own.length / 8);
}

function unpackIntegers(bytes: Uint8Array): Int32Array {
  const own = LITTLE ? copyOf(bytes).swap32() : copyOf(bytes);
  return new Int32Array(own.buffer, own.byteOffset, own.length / 4);
}

/** Numbers texts in the order in which they come. */
function dictionary() {
  const codes = new Map<string, number>();
  const code = (text: string | null): number => {
    if (text === null) return NONE;
    const known = codes.get(text) ?? codes.size;
    codes.set(text, known);
    return known;
  };
  return { code, texts: () => [...codes.keys()] };
}

/** Samples of one candidate and one block as a chunk; the first of them says which. */
export function toChunk(samples: readonly [Sample, ...Sample[]]): Chunk {
  const [outcomes, instances] = [dictionary(), dictionary()];
  const integers = (of: (sample: Sample) => number) =>
    packIntegers(Int32Array.from(samples, (sample) => of(sample)));
  const doubles = DOUBLES.map(
    ([name, field]) => [name, packDoubles(Float64Array.from(samples, (sample) => sample[field]))] as const,
  );
  const columns = {
    ...(Object.fromEntries(doubles) as Record<(typeof DOUBLES)[number][0], Buffer>),
    reported: packDoubles(Float64Array.from(samples, ({ reported }) => reported ?? Number.NaN)),
    index: integers(({ index }) => index),
    cold: integers(({ cold }) => (cold ? 1 : 0)),
    status: integers(({ status }) => status ?? NONE),
    outcome: integers(({ outcome }) => outcomes.code(outcome)),
    instance: integers(({ instanceId }) => instances.code(instanceId)),
  };
  const [{ candidate, block }] = samples;
  return {
    ...{ candidate, block, count: samples.length, columns },
    ...{ outcomes: outcomes.texts(), instances: instances.texts() },
  };
}

/** The samples of a chunk, in the order in which they were put in. */
export function fromChunk({ candidate, block, count, columns, outcomes, instances }: Chunk): Sample[] {
  const double = (name: (typeof DOUBLES)[number][0]) => unpackDoubles(columns[name]);
  const integer = (name: (typeof INTEGERS)[number]) => unpackIntegers(columns[name]);
  const [scheduledAt, sentAt, receivedAt] = [
    double('scheduled_at'),
    double('sent_at'),
    double('received_at'),
  ];
  const [queued, init, handler, billed] = [
    double('queued'),
    double('init'),
    double('handler'),
    double('billed'),
  ];
  const reported = columns.reported === null ? null : unpackDoubles(columns.reported);
  const reportedOf = (at: number): number | null => {
    const value = reported?.[at] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  const [index, cold, status] = [integer('index'), integer('cold'), integer('status')];
  const [outcome, instance] = [integer('outcome'), integer('instance')];
  const statusOf = (at: number) => ((status[at] ?? NONE) === NONE ? null : (status[at] ?? null));
  // One literal with every field: objects of one shape, a million of them in a fraction of a second.
  return Array.from({ length: count }, (_, at) => ({
    candidate,
    block,
    index: index[at] ?? 0,
    scheduledAt: scheduledAt[at] ?? 0,
    sentAt: sentAt[at] ?? 0,
    receivedAt: receivedAt[at] ?? 0,
    queued: queued[at] ?? 0,
    init: init[at] ?? 0,
    handler: handler[at] ?? 0,
    reported: reportedOf(at),
    billed: billed[at] ?? 0,
    cold: cold[at] === 1,
    outcome: (outcomes[outcome[at] ?? 0] ?? 'unavailable') as Outcome,
    status: statusOf(at),
    instanceId: instances[instance[at] ?? NONE] ?? null,
  }));
}
