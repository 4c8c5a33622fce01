/**
 * Messages between the executor and the program in the sandbox: 4 bytes of length (big-endian), then JSON.
 * Whatever comes out of a sandbox is hostile: the reader takes nothing on trust.
 */

import { type JsonLimits, parseJson } from '#lib/domain/text/json.ts';

/** The content of a frame is flat: texts, numbers, the headers of an answer, the figures of a request. */
const FRAME_LIMITS: JsonLimits = { depth: 20, values: 20_000 };

/** An answer of 6 MiB whose every character needs escaping still fits. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const HEADER_BYTES = 4;

export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

export const encodeFrame = (message: unknown): Buffer => frameOf(JSON.stringify(message));

/** A frame of what is JSON already. */
export function frameOf(json: string): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + Buffer.byteLength(json));
  frame.writeUInt32BE(frame.length - HEADER_BYTES, 0);
  frame.write(json, HEADER_BYTES);
  return frame;
}

function parse(json: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(json.toString(), FRAME_LIMITS);
  } catch {
    throw new ProtocolViolation('a frame that is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new ProtocolViolation('a frame that is not an object');
}

/** Cuts a stream of chunks into frames; holds at most one frame. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /** The frames complete by now. @throws ProtocolViolation on anything but well-formed frames. */
  push(chunk: Buffer): Record<string, unknown>[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: Record<string, unknown>[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  /** True between two frames. */
  get empty(): boolean {
    return this.#size === 0;
  }

  #next(): Record<string, unknown> | null {
    if (this.#size < HEADER_BYTES) return null;
    if ((this.#chunks[0]?.length ?? 0) < HEADER_BYTES) this.#join();
    const length = this.#chunks[0]?.readUInt32BE(0) ?? 0;
    if (length > MAX_FRAME_BYTES) throw new ProtocolViolation(`a frame of ${length} bytes`);
    if (this.#size < HEADER_BYTES + length) return null;
    const all = this.#join();
    const rest = all.subarray(HEADER_BYTES + length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    return parse(all.subarray(HEADER_BYTES, HEADER_BYTES + length));
  }

  #join(): Buffer {
    const all =
      this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
