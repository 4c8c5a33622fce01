import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedServer } from './server.ts';

let server: Server;
let upgraded: number;
beforeEach(async () => {
  upgraded = 0;
  const config = { allowedHosts: [], token: 'a-long-secret-token' };
  server = createGuardedServer(config, (_request, response) => response.end('served'));
  // What Next does at its first request.
  server.on('upgrade', (_request, socket) => {
    upgraded += 1;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => server.close());

async function send(...lines: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}
const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket'];
const TOKEN = 'Authorization: Bearer a-long-secret-token';

describe('the guarded server', () => {
  it('serves what the guard lets through', async () => {
    expect(await send('GET / HTTP/1.1', 'Host: localhost', 'Connection: close', TOKEN)).toContain('served');
  });

  it.each([
    ['without the token', 'localhost', '/', 401],
    ['from a rebound name', 'evil.example', '/', 403],
    ['for another server', 'localhost', 'http://evil.example/', 400],
  ])('has no way around the guard by an upgrade: %s', async (_what, host, target, status) => {
    const answer = await send(`GET ${target} HTTP/1.1`, `Host: ${host}`, ...UPGRADE);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(upgraded).toBe(0);
  });

  it('answers CONNECT by closing', async () => {
    expect(await send('CONNECT evil.example:80 HTTP/1.1', 'Host: localhost', TOKEN)).toBe('');
  });

  it('keeps the token in a cookie that no script reads, and takes it out of the address', async () => {
    const answer = await send(
      'GET /?token=a-long-secret-token HTTP/1.1',
      'Host: localhost',
      'Connection: close',
    );
    expect(answer).toMatch(/location: \/\r\n/i);
    expect(answer).toMatch(/set-cookie: crossover_token=[^\r]*HttpOnly; SameSite=Lax/i);
  });

  it.each(['semicolons; and = signs', '"quoted" with spaces', 'percent%41and+plus/slash'])(
    'knows the token again from its cookie: %s',
    async (token) => {
      server.close();
      server = createGuardedServer({ allowedHosts: [], token }, (_request, response) =>
        response.end('served'),
      );
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const host = ['HTTP/1.1', 'Host: localhost', 'Connection: close'];
      const login = await send(`GET /?token=${encodeURIComponent(token)} ${host[0]}`, ...host.slice(1));
      const cookie = /set-cookie: ([^;]+)/i.exec(login)?.[1] ?? '';
      expect(await send(`GET / ${host[0]}`, ...host.slice(1), `Cookie: ${cookie}`)).toContain('served');
    },
  );
});
