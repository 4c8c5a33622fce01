import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Ms } from '#lib/domain/units.ts';

/** Most that is kept of what a replica prints, and most of it that one request is given. */
export const OUTPUT_LIMITS = { kept: 262_144, request: 16_384 } as const;

/**
 * The end of what a replica has printed, with positions counted from its start, so that each request can
 * be given what was printed meanwhile.
 */
export class Output {
  #chunks: Buffer[] = [];
  #kept: Bytes = 0;
  #total: Bytes = 0;
  #arrived = new Set<() => void>();

  /** Bytes printed since the start. */
  get total(): Bytes {
    return this.#total;
  }

  add(chunk: Buffer): void {
    // A copy of what is kept only: a slice would hold on to the whole buffer it was read into.
    const part = Buffer.from(chunk.subarray(Math.max(0, chunk.length - OUTPUT_LIMITS.kept)));
    this.#total += chunk.length;
    this.#chunks.push(part);
    this.#kept += part.length;
    while (this.#kept - (this.#chunks[0]?.length ?? 0) >= OUTPUT_LIMITS.kept) {
      this.#kept -= this.#chunks.shift()?.length ?? 0;
    }
    for (const wake of this.#arrived) wake();
  }

  /** Waits until so many bytes have arrived, for what was printed travels another way than the answer. */
  async reached(total: Bytes, patience: Ms): Promise<void> {
    const end = performance.now() + patience;
    while (this.#total < total && performance.now() < end) {
      const pause = new AbortController();
      const wake = () => pause.abort();
      this.#arrived.add(wake);
      await sleep(Math.max(1, end - performance.now()), undefined, { signal: pause.signal }).catch(() => {});
      this.#arrived.delete(wake);
    }
  }

  /** What was printed since a position, at most the limit for one request; says when something is left out. */
  since(position: Bytes): string {
    const wanted = Math.min(this.#total - position, OUTPUT_LIMITS.request, this.#kept);
    if (wanted <= 0) return '';
    const text = this.#tail(wanted);
    return wanted < this.#total - position ? `… (earlier output left out)\n${text}` : text;
  }

  #tail(bytes: Bytes): string {
    const parts: Buffer[] = [];
    let size = 0;
    for (let n = this.#chunks.length - 1; n >= 0 && size < bytes; n -= 1) {
      const chunk = this.#chunks[n] ?? Buffer.alloc(0);
      parts.unshift(chunk);
      size += chunk.length;
    }
    return Buffer.concat(parts)
      .subarray(Math.max(0, size - bytes))
      .toString('utf8');
  }
}
