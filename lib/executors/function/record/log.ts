import type { Bytes } from '#lib/domain/units.ts';
import { MAX_LOG_BYTES } from '../protocol/log-buffer.ts';

const TAIL: Bytes = 8 * 1024;

/** Keeps head and tail of an output of any length in bounded memory, and says how much fell out between. */
export class InvocationLog {
  readonly #headLimit: Bytes;
  #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #cut = 0;

  constructor(limit: Bytes = MAX_LOG_BYTES) {
    this.#headLimit = Math.max(0, limit - TAIL);
  }

  write(chunk: Buffer | string): void {
    const bytes = Buffer.from(chunk);
    const room = this.#headLimit - this.#headBytes;
    if (room > 0) {
      const head = bytes.subarray(0, room);
      this.#head.push(head);
      this.#headBytes += head.length;
    }
    if (bytes.length > room) this.#writeTail(bytes.subarray(Math.max(0, room)));
  }

  #writeTail(bytes: Buffer): void {
    this.#tail.push(bytes);
    this.#tailBytes += bytes.length;
    // Joined only now and then: a flood of small chunks must not cost a copy each.
    if (this.#tailBytes < 4 * TAIL) return;
    const kept = Buffer.from(Buffer.concat(this.#tail).subarray(-TAIL));
    this.#cut += this.#tailBytes - kept.length;
    this.#tail = [kept];
    this.#tailBytes = kept.length;
  }

  text(): string {
    const tail = Buffer.concat(this.#tail);
    const kept = tail.subarray(-TAIL);
    const cut = this.#cut + tail.length - kept.length;
    const head = Buffer.concat(this.#head).toString();
    return cut > 0 ? `${head}\n[cut: ${cut} bytes]\n${kept}` : head + tail.toString();
  }
}

/** The end of a log in at most so many bytes. */
export const tailOf = (log: string, bytes: Bytes): Buffer => Buffer.from(log).subarray(-bytes);
