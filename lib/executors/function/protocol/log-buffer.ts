/** What is kept of one invocation's output. */
export const MAX_LOG_BYTES = 64 * 1024;

/** Keeps the head of an output of any length in bounded memory and counts what it cut. */
export class LogBuffer {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #kept = 0;
  #cut = 0;

  constructor(limit = MAX_LOG_BYTES) {
    this.#limit = limit;
  }

  write(chunk: Buffer): void {
    const room = this.#limit - this.#kept;
    this.#cut += Math.max(0, chunk.length - room);
    if (room <= 0) return;
    // A copy: a slice would keep the whole 64 KiB read buffer of the stream alive.
    const head = Buffer.from(chunk.subarray(0, room));
    this.#chunks.push(head);
    this.#kept += head.length;
  }

  /** The text kept so far. */
  peek(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  /** The text so far with a note of what was cut, and begins anew. */
  take(): string {
    const text = this.peek();
    const log = this.#cut > 0 ? `${text}\n[cut: ${this.#cut} more bytes were printed]` : text;
    this.#chunks = [];
    this.#kept = 0;
    this.#cut = 0;
    return log;
  }
}
