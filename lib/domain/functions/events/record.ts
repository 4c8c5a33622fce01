import { ACCOUNT, REGION } from '../identifier.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A record before and after a change; null where there is none. */
export interface RecordChange {
  id: string;
  table: string;
  key: string;
  before: Json;
  after: Json;
  /** True when the record was not there before, or is not there any more. */
  inserted: boolean;
  removed: boolean;
  /** Grows with every change of the table. */
  sequence: number;
  at: Date;
}

/** A value in DynamoDB's attribute notation: `{ S: 'text' }`, `{ N: '1' }` … */
export function attributeValue(value: Json): object {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (isList(value)) return { L: value.map(attributeValue) };
  return { M: attributesOf(value) };
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const attributesOf = (fields: { readonly [name: string]: Json }): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, attributeValue(value)]));

/** A record is its key and, when it is an object, its fields, else one field `value`. */
function image(key: string, value: Json): object {
  const fields = typeof value === 'object' && value !== null && !isList(value) ? value : { value };
  return { ...attributesOf(fields), id: { S: key } };
}

function recordOf(change: RecordChange): Record<string, unknown> {
  const { key, before, after, inserted, removed } = change;
  return {
    eventID: change.id,
    eventName: inserted ? 'INSERT' : removed ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(change.at.getTime() / 1_000),
      Keys: { id: { S: key } },
      ...(removed ? {} : { NewImage: image(key, after) }),
      ...(inserted ? {} : { OldImage: image(key, before) }),
      SequenceNumber: String(change.sequence),
      SizeBytes: JSON.stringify([key, before, after]).length,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${change.table}/stream/2026-01-01T00:00:00.000`,
  };
}

/** The event of a batch of changes (developer guide, "Using Lambda with Amazon DynamoDB", example event). */
export const recordEvent = (changes: readonly RecordChange[]): object => ({ Records: changes.map(recordOf) });
