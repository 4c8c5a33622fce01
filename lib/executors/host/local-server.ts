import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that only this machine reaches. Disposing ends its connections too. */
export interface LocalServer extends AsyncDisposable {
  port: number;
  /** e.g. `http://127.0.0.1:9001`. */
  url: string;
}

/** Port 0 takes any. @throws Error of node:net, e.g. EADDRINUSE */
export async function listenHere(server: Server, port: number): Promise<LocalServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
