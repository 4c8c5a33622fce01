import { type ClientRequest, get } from 'node:http';
import type { Ms } from '#lib/domain/units.ts';

/** A browser that watches: it remembers the last id, and comes back with it after it was cut off. */
export class Watcher {
  readonly delays: Ms[] = [];
  readonly seen: number[] = [];
  readonly #port: number;
  #request: ClientRequest | null = null;
  #lastId = '';
  #rest = '';

  constructor(port: number) {
    this.#port = port;
  }

  /** Resolves when the stream is open. */
  open(): Promise<void> {
    this.#rest = '';
    const headers = this.#lastId ? { 'last-event-id': this.#lastId } : {};
    return new Promise((resolve, reject) => {
      this.#request = get({ host: '127.0.0.1', port: this.#port, headers, agent: false }, (response) => {
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => this.#take(chunk));
        response.on('error', () => {});
        resolve();
      });
      this.#request.on('error', reject);
    });
  }

  cut(): void {
    this.#request?.on('error', () => {});
    this.#request?.destroy();
  }

  #take(chunk: string): void {
    const blocks = (this.#rest + chunk).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/m.exec(block) ?? [];
      if (id === undefined || data === undefined) continue;
      this.#lastId = id;
      const { text } = JSON.parse(data) as { text: string };
      const [number = Number.NaN, sentAt = Number.NaN] = text.split(' ').map(Number);
      this.seen.push(number);
      this.delays.push(Date.now() - sentAt);
    }
  }
}
