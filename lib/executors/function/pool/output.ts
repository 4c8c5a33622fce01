import { LogBuffer } from '../protocol/log-buffer.ts';
import type { Sandbox } from '../sandbox/launch.ts';

/** What the code in one sandbox prints. */
export class Output {
  readonly #streams: Sandbox['stdout'][];
  readonly #log = new LogBuffer();
  #listening = true;

  /** `printed` is called with every piece, once it is in the log. */
  constructor({ stdout, stderr }: Sandbox, printed: () => void) {
    this.#streams = [stdout, stderr];
    for (const stream of this.#streams) {
      stream.on('data', (chunk: Buffer) => {
        this.#log.write(chunk);
        printed();
      });
    }
  }

  /** A process that prints while nothing is asked of it can be left waiting: reading it costs the engine. */
  listen(listen: boolean): void {
    if (this.#listening === listen) return;
    this.#listening = listen;
    for (const stream of this.#streams) {
      if (listen) stream.resume();
      else stream.pause();
    }
  }

  peek(): string {
    return this.#log.peek();
  }

  /** All since the last call. */
  take(): string {
    return this.#log.take();
  }
}
