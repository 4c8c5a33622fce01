import { connect, type Socket } from 'node:net';
import type { Ms, PerSecond } from '#lib/domain/units.ts';

/** One connection that sends the next request as soon as the answer to the last one is whole. */
class Connection {
  readonly #socket: Socket;
  readonly #request: Buffer;
  #text = '';
  #stopped = false;
  answers = 0;
  /** Answers that were not 200. */
  bad = 0;

  constructor(host: string, port: number, path: string, onError: (error: Error) => void) {
    this.#request = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\nuser-agent: bench\r\n\r\n`);
    this.#socket = connect(port, host, () => this.#send()).setNoDelay(true);
    this.#socket.on('error', onError).on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on('close', () => this.#stopped || onError(new Error('The server closed a connection.')));
  }

  #send(): void {
    if (!this.#stopped) this.#socket.write(this.#request);
  }

  #receive(chunk: Buffer): void {
    this.#text += chunk.toString('latin1');
    const head = this.#text.indexOf('\r\n\r\n');
    if (head < 0 || !this.#isWhole(head)) return;
    this.answers += 1;
    if (!this.#text.startsWith('HTTP/1.1 200')) this.bad += 1;
    this.#text = '';
    this.#send();
  }

  #isWhole(head: number): boolean {
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#text.slice(0, head))?.[1];
    if (length !== undefined) return this.#text.length >= head + 4 + Number(length);
    return this.#text.endsWith('0\r\n\r\n');
  }

  stop(): void {
    this.#stopped = true;
    this.#socket.destroy();
  }
}

export interface LoadResult {
  perSecond: PerSecond;
  bad: number;
}

/**
 * As many requests as come back, on so many connections. It parses as little HTTP as it can: on two cores the
 * load must not be what is measured. For throughput only; latency under a schedule is the engine's own business.
 * @throws Error when a connection fails
 */
export function drive(url: string, connections: number, duration: Ms): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const all = Array.from(
      { length: connections },
      () => new Connection(hostname, Number(port), pathname, reject),
    );
    const started = performance.now();
    setTimeout(() => {
      const seconds = (performance.now() - started) / 1000;
      for (const connection of all) connection.stop();
      const sum = (field: 'answers' | 'bad') => all.reduce((total, one) => total + one[field], 0);
      resolve({ perSecond: sum('answers') / seconds, bad: sum('bad') });
    }, duration);
  });
}
