import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Product, startProduct } from '#lib/cli/testing/product.ts';
import type { Ms } from '#lib/domain/units.ts';

/** A product on one home that is started again after its end, and what was seen of it. */
export class House implements AsyncDisposable {
  /** Labels of its engines, of which nothing may be left. */
  readonly labels = new Set<string>();
  readonly #first: Product;
  readonly #env: Record<string, string>;
  readonly #all: Product[];
  #now: Product;

  private constructor(product: Product, env: Record<string, string>) {
    this.#first = product;
    this.#now = product;
    this.#all = [product];
    this.#env = env;
  }

  /** @param env further settings of the product */
  static async open(env: Record<string, string> = {}): Promise<House> {
    return new House(await startProduct(env), env);
  }

  get url(): string {
    return this.#now.url;
  }
  get product(): Product {
    // The home is that of the first, wherever the newest runs.
    return { ...this.#now, home: this.#first.home };
  }

  /** After its supervisor was killed. */
  async startAgain(): Promise<void> {
    const home = join(this.#first.home, 'home');
    this.#now = await startProduct({ ...this.#env, CROSSOVER_HOME: home });
    this.#all.push(this.#now);
  }

  /** Notes the labels of its engine. */
  remember(): void {
    const names = (directory: string) => {
      try {
        return readdirSync(join(this.#first.home, 'home', directory));
      } catch {
        return [];
      }
    };
    for (const name of [...names('functions'), ...names('runc')])
      if (/^(run-)?\d+-\w+$/.test(name)) this.labels.add(name);
  }

  /** Ctrl-C; its home stays until it is disposed. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#now.process.once('exit', resolve));
    this.#now.process.kill('SIGINT');
    return await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#now.process.exitCode === null && this.#now.process.signalCode === null) await this.#now.stop();
    for (const product of this.#all) product.removeHome();
  }
}

/** Waits until it is so. @throws Error with the words when it is not in time */
export async function until(what: string, limit: Ms, check: () => Promise<boolean>): Promise<Ms> {
  const since = performance.now();
  while (!(await check().catch(() => false))) {
    if (performance.now() - since > limit) throw new Error(`${what}: not within ${limit / 1_000} s`);
    await sleep(50);
  }
  return performance.now() - since;
}
