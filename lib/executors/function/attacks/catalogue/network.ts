import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { type Arena, type Attack, FILTER, filtered, NETWORK, type Result, refused } from '../attack.ts';

const connecting = (
  options: object,
): string => `const s = require('node:net').connect(${JSON.stringify(options)}); s.setTimeout(3000, () => s.destroy(new Error('slow')));
  await new Promise((done, fail) => { s.once('connect', done); s.once('error', fail); }); return 'connected';`;

/** Listens here while the attacker tries; stopped when nobody came. */
const reaching =
  (where: (server: Server, done: () => void) => void, options: (server: Server) => object) =>
  async (arena: Arena): Promise<Result> => {
    let reached = 0;
    const server = createServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => where(server, resolve));
    const { error } = await arena.evaluate(connecting(options(server)));
    await new Promise((resolve) => server.close(resolve));
    return { stopped: reached === 0 && error !== undefined, evidence: error ?? 'connected' };
  };

const abstractName = `\0crossover-attack-${process.pid}`;
const UNREACHABLE = /ENETUNREACH|EHOSTUNREACH/;

export const NETWORKS: readonly Attack[] = [
  {
    name: 'reach the loopback of the host',
    layer: NETWORK,
    run: reaching(
      (server, done) => server.listen(0, '127.0.0.1', done),
      (server) => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }),
    ),
  },
  {
    name: 'reach an abstract socket of the host',
    layer: NETWORK,
    run: reaching(
      (server, done) => server.listen(abstractName, done),
      () => ({ path: abstractName }),
    ),
  },
  {
    name: 'reach the network',
    layer: NETWORK,
    run: refused(connecting({ host: '8.8.8.8', port: 53 }), UNREACHABLE),
  },
  {
    name: 'reach the metadata service',
    layer: NETWORK,
    run: refused(connecting({ host: '169.254.169.254', port: 80 }), UNREACHABLE),
  },
  { name: 'AF_VSOCK', layer: FILTER, run: filtered([41, 198, 40, 1, 0]) },
  { name: 'NETLINK', layer: FILTER, run: filtered([41, 198, 16, 3, 0]) },
];
