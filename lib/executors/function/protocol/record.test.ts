import { describe, expect, it } from 'vitest';
import { ProtocolViolation } from './frames.ts';
import { RECORD_BYTES, recordsIn, writeRecord } from './record.ts';

const JSON_AT = 8;
const record = (number: number, json: string): Buffer => {
  const bytes = Buffer.alloc(RECORD_BYTES);
  writeRecord(bytes, number, json);
  return bytes;
};
const jsonOf = (bytes: Buffer | undefined): string =>
  bytes?.toString('utf8', JSON_AT, JSON_AT + bytes.readUInt32BE(4)) ?? 'none';

describe('records', () => {
  it('hold what fits, in the bytes it has as UTF-8', () => {
    const room = RECORD_BYTES - JSON_AT;
    const texts = ['{}', 'x'.repeat(room), '€'.repeat(Math.floor(room / 3)), 'é'.repeat(room / 2)];
    for (const text of texts) {
      const bytes = Buffer.alloc(RECORD_BYTES);
      expect(writeRecord(bytes, 7, text), text.slice(0, 3)).toBe(true);
      expect(jsonOf(bytes)).toBe(text);
    }
  });

  it('say so when the frame comes by the channel', () => {
    for (const text of ['x'.repeat(RECORD_BYTES - JSON_AT + 1), '€'.repeat(400)]) {
      const bytes = Buffer.alloc(RECORD_BYTES, 1);
      expect(writeRecord(bytes, 7, text)).toBe(false);
      expect([bytes.readUInt32BE(0), bytes.readUInt32BE(4)]).toEqual([7, 0]);
    }
  });

  it('hold nothing of the one that was written there before', () => {
    const bytes = Buffer.alloc(RECORD_BYTES);
    for (const text of ['{}', 'x'.repeat(RECORD_BYTES)]) {
      writeRecord(bytes, 1, 'secret'.repeat(150));
      writeRecord(bytes, 2, text);
      expect(bytes.includes('secret')).toBe(false);
    }
  });

  it('are told apart by their numbers', () => {
    const records = recordsIn(Buffer.concat([record(3, '"c"'), record(1, '"a"')]));
    expect([...records].map(([number, bytes]) => [number, jsonOf(bytes)])).toEqual([
      [3, '"c"'],
      [1, '"a"'],
    ]);
    expect(recordsIn(Buffer.alloc(0)).size).toBe(0);
  });

  it('are refused when one is not whole', () => {
    expect(() => recordsIn(record(1, '{}').subarray(1))).toThrow(ProtocolViolation);
  });
});
