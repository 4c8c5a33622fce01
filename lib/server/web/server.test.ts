import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Guesses } from './guesses.ts';
import { createGuardedServer } from './server.ts';

const FEW = {
  connections: { perHolder: 8, inAll: 12 },
  refusals: { perHolder: 2, inAll: 3 },
  requests: { perHolder: 3, inAll: 3 },
  streams: { perHolder: 3, inAll: 3 },
  browserStreams: { perHolder: 2, inAll: 3 },
};
let server: Server;
let upgraded: number;
beforeEach(async () => {
  upgraded = 0;
  const config = { allowedHosts: [], token: 'a-long-secret-token', guesses: new Guesses() };
  server = createGuardedServer(
    config,
    (request, response) => {
      // Held open: what waits for something, and a stream of more than its reader's kernel takes.
      if (request.url === '/waits') response.write('waiting');
      else if (request.url === '/endless')
        for (let n = 0; n < 200; n += 1) response.write('x'.repeat(65_536));
      else if (!request.url?.endsWith('/events')) response.end('served');
      else response.write('event');
    },
    { crowd: FEW, waits: { headers: 300, request: 600, silence: 600 } },
  );
  // What Next does at its first request.
  server.on('upgrade', (_request, socket) => {
    upgraded += 1;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

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
      server = createGuardedServer(
        { allowedHosts: [], token, guesses: new Guesses() },
        (_request, response) => response.end('served'),
      );
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const host = ['HTTP/1.1', 'Host: localhost', 'Connection: close'];
      const login = await send(`GET /?token=${encodeURIComponent(token)} ${host[0]}`, ...host.slice(1));
      const cookie = /set-cookie: ([^;]+)/i.exec(login)?.[1] ?? '';
      expect(await send(`GET / ${host[0]}`, ...host.slice(1), `Cookie: ${cookie}`)).toContain('served');
    },
  );

  const HEAD = ['HTTP/1.1', 'Host: localhost'];
  /** An open request: its first words, and the connection. */
  async function open(path: string, ...more: string[]) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write([`GET ${path} ${HEAD[0]}`, HEAD[1], TOKEN, ...more, '', ''].join('\r\n'));
    const [first] = (await once(socket, 'data')) as [Buffer];
    return { socket, text: first.toString() };
  }
  const opened = async (times: number, path: string, ...more: string[]) => {
    const all = [];
    for (let time = 0; time < times; time += 1) all.push(await open(path, ...more));
    return all;
  };
  const leave = async (all: { socket: Socket }[]) => {
    for (const { socket } of all) {
      socket.destroy();
      await once(socket, 'close');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it.each([
    ['requests', '/waits', 3, []],
    ['streams of an address', '/x/events', 3, []],
    ['streams of a browser', '/x/events', 2, ['Cookie: browser=abcdefghijklmnopqrstuv']],
  ])(
    'takes so many %s, says so to the next, and takes another when one has left',
    async (_what, path, most, more) => {
      const all = await opened(most, path, ...more);
      expect(all.every(({ text }) => text.startsWith('HTTP/1.1 200'))).toBe(true);
      const next = await open(path, ...more);
      expect(next.text).toMatch(/^HTTP\/1.1 429 .*retry-after: \d+/is);
      expect(next.text).toContain('Too many');
      await leave([next, ...all.splice(0, 1)]);
      const after = await open(path, ...more);
      expect(after.text).toMatch(/^HTTP\/1.1 200/);
      await leave([...all, after]);
    },
  );

  it('takes so many connections, and tells the next', async () => {
    const port = (server.address() as AddressInfo).port;
    const idle = Array.from({ length: 8 }, () => connect(port, '127.0.0.1'));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    const next = await open('/');
    expect(next.text).toMatch(/^HTTP\/1.1 429 .*connection: close/is);
    await leave([next, ...idle.map((socket) => ({ socket }))]);
    expect((await open('/')).text).toMatch(/^HTTP\/1.1 200/);
  });

  it('has room for others however many connections one address opens', async () => {
    server.close();
    const config = { allowedHosts: [], token: null, guesses: new Guesses() };
    server = createGuardedServer(config, (_, response) => response.end('served'), { crowd: FEW });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const from = (localAddress: string) => connect({ port, host: '127.0.0.1', localAddress });
    const held = promisify(server.getConnections.bind(server));
    const crowd = (address: string) =>
      Array.from({ length: 30 }, () =>
        from(address)
          .on('error', () => {})
          .resume(),
      );
    const first = crowd('127.0.0.1');
    // Eight are taken, two wait to be told that they are too many, the others are closed at once.
    await expect.poll(() => first.filter(({ destroyed }) => destroyed).length).toBe(20);
    const other = from('127.0.0.2');
    other.end(['GET / HTTP/1.1', 'Host: localhost', 'Connection: close', '', ''].join('\r\n'));
    expect(await text(other)).toContain('served');
    const second = crowd('127.0.0.2');
    await expect.poll(() => second.filter(({ destroyed }) => destroyed).length).toBe(25);
    expect(await held()).toBe(15);
    await leave([...first, ...second].filter(({ destroyed }) => !destroyed).map((socket) => ({ socket })));
  });

  it.each([
    ['says nothing', ''],
    ['never ends its head', `GET / HTTP/1.1\r\nHost: localhost\r\nX: `],
    ['never sends its body', `POST / HTTP/1.1\r\nHost: localhost\r\n${TOKEN}\r\nContent-Length: 9\r\n\r\n1`],
  ])('cuts off who %s', async (_what, words) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(words);
    socket.resume();
    await once(socket, 'close');
  });

  it('cuts off who does not read what is sent', async () => {
    const { socket } = await open('/endless');
    socket.pause();
    const ended = once(server, 'gone');
    server.getConnections((_error, count) => expect(count).toBeGreaterThan(0));
    const timer = setInterval(
      () => server.getConnections((_error, count) => count === 0 && server.emit('gone')),
      50,
    );
    await ended;
    clearInterval(timer);
    socket.destroy();
  });
});
