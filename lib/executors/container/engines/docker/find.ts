import { isDeepStrictEqual } from 'node:util';
import { ENGINE_NAMES, type EngineInfo } from '#lib/domain/execution/engines.ts';
import type { ContainerEngine, Finding } from '../engine.ts';
import { type Connection, connectionTo, type Identity, identify, SilenceError } from './connect.ts';
import { type Endpoint, endpoints, type Opened, type Product } from './endpoints.ts';
import { dockerEngine } from './engine.ts';
import { forgetDockerOwner } from './leftovers.ts';

const REMEDIES: Readonly<Record<Product, string>> = {
  docker: 'Start Docker (e.g. apt-get install docker.io), or set DOCKER_HOST to its address.',
  podman:
    'Install Podman and start its service (systemctl start podman.socket), or set DOCKER_HOST to its address.',
};

/** Who answered where, or why nobody did. */
type Answer = { endpoint: Endpoint } & ({ identity: Identity; opened: Opened } | { why: string });

/** An engine that was given out: it may be at work, so it stays the same as long as it answers as the same. */
interface Known {
  opened: Opened;
  identity: Identity;
  connection: Connection;
  engine: ContainerEngine;
}

/** What a product's places said, when it is at none of them. */
function silence(product: Product, answers: readonly Answer[]): string {
  const own = answers.filter(({ endpoint }) => endpoint.product === null || endpoint.product === product);
  const said = own.map((answer) =>
    'why' in answer
      ? `${answer.endpoint.name} ${answer.why}`
      : `${answer.endpoint.name} is ${answer.identity.title}`,
  );
  return said.length > 0 ? `${said.join('; ')}.` : `There is no ${ENGINE_NAMES[product]} socket.`;
}

function absent(product: Product, answers: readonly Answer[]): Finding {
  const info: EngineInfo = {
    ...{ id: product, title: ENGINE_NAMES[product], available: false, limits: [] },
    ...{ detail: silence(product, answers), remedy: REMEDIES[product] },
  };
  return { engine: null, info };
}

function present({ engine, connection: { product, title, name } }: Known): Finding {
  const detail = `${title} answers at ${name}.`;
  const limits = engine.capabilities();
  return { engine, info: { id: product, title, available: true, detail, remedy: null, limits } };
}

/** The Docker and Podman of this machine, asked as often as somebody wants to know. */
export class DockerSearch implements AsyncDisposable {
  readonly #products: readonly Product[];
  readonly #places: () => readonly Endpoint[];
  /** By the name of their endpoint. */
  readonly #known = new Map<string, Known>();

  constructor(products: readonly Product[], places: () => readonly Endpoint[] = endpoints) {
    this.#products = products;
    this.#places = places;
  }

  /** Asks every endpoint who it is; one of each product is its engine. What is not wanted is closed. */
  async look(): Promise<Finding[]> {
    if (this.#products.length === 0) return [];
    const answers = await Promise.all(this.#places().map((endpoint) => this.#ask(endpoint)));
    const findings = this.#products.map((product) => this.#findingOf(product, answers));
    await Promise.all(answers.map((answer) => this.#closeUnwanted(answer)));
    return findings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#known.values()];
    this.#known.clear();
    await Promise.all(all.map(({ engine }) => engine[Symbol.asyncDispose]()));
    await forgetDockerOwner();
  }

  async #ask(endpoint: Endpoint): Promise<Answer> {
    const known = this.#known.get(endpoint.name);
    let opened = known?.opened;
    try {
      opened ??= await endpoint.open();
      return { endpoint, opened, identity: await identify(opened) };
    } catch (error) {
      await this.#failed(endpoint, opened, error);
      return { endpoint, why: `does not answer (${error instanceof Error ? error.message : error})` };
    }
  }

  /** What refuses has gone, and its way is opened anew when it is back; what is silent may be at work. */
  async #failed({ name }: Endpoint, opened: Opened | undefined, error: unknown): Promise<void> {
    const known = this.#known.get(name);
    if (known === undefined) await opened?.close();
    else if (!(error instanceof SilenceError)) {
      this.#known.delete(name);
      await known.engine[Symbol.asyncDispose]();
    }
  }

  /** One that was given out before comes first: it may be at work. */
  #findingOf(product: Product, answers: readonly Answer[]): Finding {
    const own = answers.flatMap((answer) =>
      'identity' in answer && answer.identity.product === product ? [answer] : [],
    );
    const answer = own.find(({ endpoint }) => this.#known.has(endpoint.name)) ?? own[0];
    return answer === undefined ? absent(product, answers) : present(this.#keep(answer));
  }

  #keep({ endpoint, opened, identity }: Exclude<Answer, { why: string }>): Known {
    const before = this.#known.get(endpoint.name);
    if (before && isDeepStrictEqual(before.identity, identity)) return before;
    // Another version at the same place: what is at work goes on by the old connection, which leads there too.
    const connection = before
      ? { ...before.connection, ...identity }
      : connectionTo(endpoint.name, opened, identity);
    const known = { opened, identity, connection, engine: dockerEngine(connection) };
    this.#known.set(endpoint.name, known);
    return known;
  }

  async #closeUnwanted(answer: Answer): Promise<void> {
    if ('opened' in answer && !this.#known.has(answer.endpoint.name)) await answer.opened.close();
  }
}
