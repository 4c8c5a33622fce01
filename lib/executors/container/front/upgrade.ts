import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Address } from '../engines/engine.ts';
import { upgradeHeaders } from './headers.ts';

function head(request: IncomingMessage): string {
  const headers = upgradeHeaders(request);
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let n = 0; n < headers.length; n += 2) lines.push(`${headers[n]}: ${headers[n + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

const dial = (address: Address): Socket =>
  'socketPath' in address
    ? connect({ path: address.socketPath })
    : connect({ host: address.host ?? '127.0.0.1', port: address.port });

/** Answers a connection that cannot be passed on, and ends it. */
export function refuseUpgrade(client: Duplex, status: string): void {
  client.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Joins a client that asked for another protocol (WebSocket) with a replica, byte by byte from here on.
 * Resolves when both have hung up. Never rejects.
 */
export function join(
  request: IncomingMessage,
  client: Duplex,
  first: Buffer,
  address: Address,
): Promise<void> {
  return new Promise((resolve) => {
    const replica = dial(address);
    let joined = false;
    replica.once('connect', () => {
      joined = true;
      replica.write(head(request));
      replica.write(first);
      replica.pipe(client);
      client.pipe(replica);
    });
    replica.once('error', () => {
      if (joined) client.destroy();
      else refuseUpgrade(client, '502 Bad Gateway');
    });
    client.once('error', () => replica.destroy());
    client.once('close', () => replica.destroy());
    replica.once('close', () => {
      client.end();
      resolve();
    });
  });
}
