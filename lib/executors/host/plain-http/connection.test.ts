import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { PlainConnection, type PlainSide } from './connection.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** A server of plain connections, and a client of it. */
async function stage(serve: (connection: PlainConnection, text: string) => boolean, gone = () => {}) {
  const ours: WeakRef<Socket>[] = [];
  const connections: WeakRef<PlainConnection>[] = [];
  const left: string[] = [];
  const server = createServer((client) => {
    ours.push(new WeakRef(client));
    const sideOf = (connection: PlainConnection): PlainSide => ({
      serve: (text) => serve(connection, text),
      gone,
    });
    const takeOver = (socket: Socket, first: Buffer) => {
      left.push(first.toString());
      socket.resume();
    };
    connections.push(new WeakRef(new PlainConnection(client, { sideOf, takeOver })));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
  return {
    ...{ client, ours, left, sweep: () => connections[0]?.deref()?.endWhenIdle() },
    async [Symbol.asyncDispose]() {
      client.destroy();
      for (const socket of ours) socket.deref()?.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

const LARGE = 1024 * 1024;

describe('a client that sends and does not read', () => {
  it('is served no more until it has read, and then gets everything', async () => {
    let served = 0;
    await using way = await stage((connection) => {
      served += 1;
      connection.client.write(Buffer.alloc(LARGE));
      setImmediate(connection.next);
      return true;
    });
    const { client } = way;
    client.pause();
    let sent = 0;
    while (sent < 60 && served === sent) {
      client.write(GET);
      sent += 1;
      for (let tries = 0; tries < 50 && served < sent; tries++) await sleep(10);
    }
    // What the kernel's buffers hold, and one answer.
    expect(served).toBeLessThan(60);
    let bytes = 0;
    client.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes === sent * LARGE) client.end();
    });
    client.resume();
    await once(client, 'close');
    expect([bytes, served]).toEqual([sent * LARGE, sent]);
  });
});

describe('a client that hangs up', () => {
  it.each(['in order', 'at once', 'with more on its way'] as const)(
    'in the midst of a request, %s, is let go and kept by nobody',
    async (how) => {
      let gone = 0;
      let asked = 0;
      await using way = await stage(
        () => {
          asked += 1;
          return true;
        },
        () => {
          gone += 1;
        },
      );
      const { client, ours } = way;
      client.resume();
      client.write(GET);
      while (asked === 0) await sleep(5);
      if (how === 'with more on its way') client.write(GET + GET);
      if (how === 'at once') client.resetAndDestroy();
      else client.end();
      while (gone === 0) await sleep(5);
      expect(asked).toBe(1);
      setFlagsFromString('--expose-gc');
      const collect: () => void = runInNewContext('gc');
      for (let tries = 0; tries < 100 && ours[0]?.deref() !== undefined; tries++) {
        await sleep(10);
        collect();
      }
      expect(ours[0]?.deref()).toBeUndefined();
    },
  );

  it('between two requests is let go too', async () => {
    let gone = 0;
    await using way = await stage(
      (connection) => {
        connection.client.write('x');
        setImmediate(connection.next);
        return true;
      },
      () => {
        gone += 1;
      },
    );
    way.client.write(GET);
    await once(way.client, 'data');
    way.client.end();
    await once(way.client, 'close');
    while (gone === 0) await sleep(5);
  });
});

it('a connection is ended after two sweeps without a request, not in the midst of one', async () => {
  let finish: (() => void) | null = null;
  await using way = await stage((connection) => {
    finish = () => {
      connection.client.write('x');
      connection.next();
    };
    return true;
  });
  const { client, sweep } = way;
  client.write(GET);
  while (finish === null) await sleep(2);
  for (let n = 0; n < 3; n++) sweep();
  (finish as () => void)();
  await once(client, 'data');
  sweep();
  expect(client.readyState).toBe('open');
  sweep();
  await once(client, 'close');
});

it('what is not plain leaves with all that it came with, after what was', async () => {
  const seen: string[] = [];
  await using way = await stage((connection, text) => {
    if (text !== GET) return false;
    seen.push(text);
    setTimeout(connection.next, 20);
    return true;
  });
  way.client.write(GET);
  while (seen.length === 0) await sleep(2);
  way.client.write('POST / HTTP/1.1\r\n');
  way.client.write('Host: a\r\n');
  while (way.left.length === 0) await sleep(5);
  expect(seen).toHaveLength(1);
  expect(way.left.join('')).toContain('POST / HTTP/1.1\r\n');
});
