import type { Bytes } from '#lib/domain/units.ts';
import { ProtocolViolation } from './frames.ts';

/**
 * Events wait for a Node environment in a pipe, each in a record of one size: 4 bytes of number, 4 of length (both
 * big-endian), then JSON. A reader that takes one record at a time leaves the others to whoever reads next, so what
 * has not been begun can be taken back. Length 0: the frame is too long for a record and comes by the channel.
 */
export const RECORD_BYTES: Bytes = 1_024;
const LENGTH_AT = 4;
const JSON_AT = 8;
const ROOM = RECORD_BYTES - JSON_AT;

/** Fills `record`; false when the JSON does not fit, and the record then says that it comes by the channel. */
export function writeRecord(record: Buffer, number: number, json: string): boolean {
  // A character has at most three bytes for each unit of the text; the exact length is asked for only when that counts.
  const fits = json.length * 3 <= ROOM || Buffer.byteLength(json) <= ROOM;
  record.writeUInt32BE(number, 0);
  const length = fits ? record.write(json, JSON_AT) : 0;
  record.writeUInt32BE(length, LENGTH_AT);
  // The code in the sandbox can read the whole record: what stood there may have been another function's event.
  record.fill(0, JSON_AT + length);
  return fits;
}

/** Whole records by number. @throws ProtocolViolation when something else wrote to the pipe or read from it. */
export function recordsIn(bytes: Buffer): Map<number, Buffer> {
  if (bytes.length % RECORD_BYTES !== 0) throw new ProtocolViolation('half a record');
  const records = Array.from({ length: bytes.length / RECORD_BYTES }, (_, index) =>
    bytes.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES),
  );
  return new Map(records.map((record) => [record.readUInt32BE(0), record] as const));
}
