import { setTimeout as sleep } from 'node:timers/promises';
import { composeCommand } from '#lib/cli/bootstrap/docker.mjs';
import type { Ms } from '#lib/domain/units.ts';
import { freePort } from '../containers/subjects.ts';
import { docker, must, type Ran, ran } from './docker.ts';

const LIMIT: Ms = 60_000;
const SERVICE = 'crossover';

function installedCompose(): string[] {
  const command = composeCommand();
  if (command === null)
    throw new Error('There is neither docker compose nor docker-compose on this machine.');
  return command;
}

/** One project of compose.yaml, with a port and a volume of its own. */
export class Compose implements AsyncDisposable {
  readonly url: string;
  readonly command: readonly string[];
  readonly #project = `crossover-bench-${process.pid}`;
  readonly #env: Record<string, string>;

  private constructor(command: readonly string[], port: number, image: string) {
    this.command = command;
    this.url = `http://127.0.0.1:${port}`;
    this.#env = { CROSSOVER_PORT: String(port), CROSSOVER_HOST: '127.0.0.1', CROSSOVER_IMAGE: image };
  }

  static async open(image: string): Promise<Compose> {
    return new Compose(installedCompose(), await freePort(), image);
  }

  async #run(...args: string[]): Promise<string> {
    const [program = '', ...first] = this.command;
    return must(program, [...first, '-p', this.#project, ...args], this.#env);
  }

  /** Starts it; the time until its home page is answered. */
  async up(image?: string): Promise<Ms> {
    if (image !== undefined) this.#env.CROSSOVER_IMAGE = image;
    const started = performance.now();
    await this.#run('up', '-d', '--no-build');
    while (!(await this.answers())) {
      if (performance.now() - started > LIMIT) throw new Error(`It did not get ready:\n${await this.logs()}`);
      await sleep(50);
    }
    return performance.now() - started;
  }

  answers(): Promise<boolean> {
    return fetch(this.url, { signal: AbortSignal.timeout(2_000) }).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  async container(): Promise<string> {
    return (await this.#run('ps', '-q', SERVICE)).trim();
  }

  logs(): Promise<string> {
    return this.#run('logs', '--no-color', SERVICE);
  }

  /** A command of the product, or a program of its checkout, inside; what it printed. @throws Error when it fails */
  async exec(...args: string[]): Promise<string> {
    return this.#run('exec', '-T', SERVICE, 'crossover', ...args);
  }

  /** The same with its exit code, which is told, not thrown. */
  async tried(...args: string[]): Promise<Ran> {
    return ran('docker', ['exec', await this.container(), 'crossover', ...args]);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await docker('kill', '--signal', 'KILL', await this.container());
  }

  /** Ends it in order; its exit code and how long that took. */
  async stop(): Promise<{ code: number; took: Ms }> {
    const id = await this.container();
    const started = performance.now();
    await this.#run('stop');
    const code = Number(await docker('inspect', '--format', '{{.State.ExitCode}}', id));
    return { code, took: performance.now() - started };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run('down', '--volumes');
  }
}
