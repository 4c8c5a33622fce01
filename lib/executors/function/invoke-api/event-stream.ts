import { crc32 } from 'node:zlib';

/** Type of a header value that is a string (Smithy event stream encoding). */
const STRING = 7;
const PRELUDE_BYTES = 8;
const CHECKSUM_BYTES = 4;

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([STRING]), length, text]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/**
 * One message of `application/vnd.amazon.eventstream`: total length, length of the headers, checksum of both,
 * headers, payload, checksum of all (https://smithy.io/2.0/aws/amazon-eventstream.html).
 */
export function eventMessage(type: string, contentType: string, payload: Buffer): Buffer {
  const headers = Buffer.concat([
    header(':message-type', 'event'),
    header(':event-type', type),
    header(':content-type', contentType),
  ]);
  const total = PRELUDE_BYTES + CHECKSUM_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
  const prelude = Buffer.concat([uint32(total), uint32(headers.length)]);
  const message = Buffer.concat([prelude, uint32(crc32(prelude)), headers, payload]);
  return Buffer.concat([message, uint32(crc32(message))]);
}

export const payloadChunk = (bytes: Buffer): Buffer =>
  eventMessage('PayloadChunk', 'application/octet-stream', bytes);

export interface InvokeComplete {
  ErrorCode?: string;
  ErrorDetails?: string;
  LogResult?: string;
}

export const invokeComplete = (fields: InvokeComplete): Buffer =>
  eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(fields)));
