import { createServer } from 'node:http';
import type { Product } from '../engines/docker/endpoints.ts';

export interface FakeDaemon extends AsyncDisposable {
  path: string;
  /** Connections that are open now. */
  open(): Promise<number>;
  /** Requests that were answered. */
  readonly asked: number;
  /** It takes requests and answers none. */
  silent: boolean;
}

/** A real HTTP server on a unix socket that says of itself what Docker or Podman say, and has no containers. */
export async function startFakeDaemon(
  path: string,
  product: Product = 'docker',
  version = '28.2.1',
): Promise<FakeDaemon> {
  const answers: Readonly<Record<string, unknown>> = {
    '/_ping': 'OK',
    '/version': {
      Version: version,
      Components: [{ Name: product === 'podman' ? 'Podman Engine' : 'Engine' }],
    },
    '/info': { KernelVersion: 'another' },
  };
  let asked = 0;
  const server = createServer(({ url = '' }, response) => {
    if (daemon.silent) return;
    asked += 1;
    response.end(JSON.stringify(answers[url] ?? []));
  });
  await new Promise<void>((resolve) => server.listen(path, () => resolve()));
  const daemon: FakeDaemon = {
    ...{ path, silent: false },
    open: () => new Promise((resolve) => server.getConnections((_error, count) => resolve(count))),
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return daemon;
}
