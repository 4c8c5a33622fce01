import { ENGINE_NAMES, type EngineInfo } from '#lib/domain/execution/engines.ts';
import type { Finding } from '../engine.ts';
import { ask, type Connection } from './connect.ts';
import { type Endpoint, endpoints, type Product } from './endpoints.ts';
import { dockerEngine } from './engine.ts';

const REMEDIES: Readonly<Record<Product, string>> = {
  docker: 'Start Docker (e.g. apt-get install docker.io), or set DOCKER_HOST to its address.',
  podman:
    'Install Podman and start its service (systemctl start podman.socket), or set DOCKER_HOST to its address.',
};

/** Who answered where, or why nobody did. */
type Answer = { endpoint: Endpoint } & ({ connection: Connection } | { why: string });

async function askOne(endpoint: Endpoint): Promise<Answer> {
  try {
    return { endpoint, connection: await ask(endpoint) };
  } catch (error) {
    return { endpoint, why: `does not answer (${error instanceof Error ? error.message : error})` };
  }
}

/** What a product's places said, when it is at none of them. */
function silence(product: Product, answers: readonly Answer[]): string {
  const own = answers.filter(({ endpoint }) => endpoint.product === null || endpoint.product === product);
  const said = own.map((answer) =>
    'why' in answer
      ? `${answer.endpoint.name} ${answer.why}`
      : `${answer.endpoint.name} is ${answer.connection.title}`,
  );
  return said.length > 0 ? `${said.join('; ')}.` : `There is no ${ENGINE_NAMES[product]} socket.`;
}

function findingOf(product: Product, answers: readonly Answer[]): Finding {
  const connections = answers.flatMap((answer) => ('connection' in answer ? [answer.connection] : []));
  const connection = connections.find((one) => one.product === product);
  const info = { id: product, title: ENGINE_NAMES[product] } as const;
  if (connection === undefined) {
    const detail = silence(product, answers);
    const absent: EngineInfo = {
      ...info,
      ...{ available: false, detail, remedy: REMEDIES[product], limits: [] },
    };
    return { engine: null, info: absent };
  }
  const engine = dockerEngine(connection);
  const { title } = connection;
  const detail = `${title} answers at ${connection.name}.`;
  return {
    engine,
    info: { ...info, title, available: true, detail, remedy: null, limits: engine.capabilities() },
  };
}

/** Asks every endpoint who it is; the first of each product is its engine. */
export async function findDockers(
  products: readonly Product[],
  places: readonly Endpoint[] = endpoints(),
): Promise<Finding[]> {
  if (products.length === 0) return [];
  const answers = await Promise.all(places.map(askOne));
  return products.map((product) => findingOf(product, answers));
}
