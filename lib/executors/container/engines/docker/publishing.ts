import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from '../engine.ts';
import { forwardSocket } from '../forward.ts';
import type { Tunnel } from './tunnel.ts';

/** A container that is reached. */
export interface Reached {
  address: Address;
  stop(): void;
}

/** How a port that the engine publishes is reached from here. */
export interface Publishing {
  /** The address of the engine's machine on which it publishes. */
  hostIp: string;
  /** In words: over what requests travel. */
  over: string;
  /** `directory` is the container's own, out of its reach. */
  reach(port: number, directory: string): Promise<Reached>;
}

const still = () => {};

/** The engine is behind this machine's own loopback: Docker Desktop, Colima, a daemon that listens on tcp. */
export const atLoopback: Publishing = {
  hostIp: '127.0.0.1',
  over: 'a port of 127.0.0.1',
  reach: async (port) => ({ address: { port }, stop: still }),
};

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/;

/**
 * Another machine that listens on tcp: published on the one address under which it is known here and on no other,
 * for there is no other way in. @throws Error when the name is not known
 */
export async function atAddress(hostname: string): Promise<Publishing> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  const host = isIP(bare) ? bare : (await lookup(bare)).address;
  if (LOOPBACK.test(host)) return atLoopback;
  return {
    hostIp: host,
    over: `a port of ${host}, open to whoever reaches that address`,
    reach: async (port) => ({ address: { host, port }, stop: still }),
  };
}

/** Another machine by ssh: published on its loopback alone and carried through the tunnel. */
export const throughTunnel = (tunnel: Tunnel): Publishing => ({
  hostIp: '127.0.0.1',
  over: 'the ssh connection',
  async reach(port, directory) {
    const socketPath = forwardSocket(directory);
    const stop = await tunnel.forward(socketPath, port);
    return { address: { socketPath, forwarded: true }, stop };
  },
});
