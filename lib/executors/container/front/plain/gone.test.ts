import { describe, expect, it } from 'vitest';
import { until } from '../../testing/fixture.ts';
import { openRaw } from '../testing/raw.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const STREAM = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n';

describe('a client that hangs up', () => {
  it('frees its place in a stream that has gone silent, whatever it sent ahead', async () => {
    await using stage = await openRaw((socket) => void socket.write(STREAM), 2);
    const clients = [await stage.client(), await stage.client()];
    for (const client of clients) {
      client.resume();
      client.write(get('/stream'));
    }
    await until('both stream', () => stage.replica.inFlight === 2 && stage.seen.length === 2);
    clients[0]?.end();
    clients[1]?.write(get('/ahead'), () => clients[1]?.end());
    await until('both places are free', () => stage.replica.inFlight === 0);
    expect(stage.seen.every((request) => request.startsWith('GET /stream'))).toBe(true);
  });

  it('leaves the queue, and what it asked for is never done', async () => {
    await using stage = await openRaw((socket) => void socket.write(STREAM), 1);
    const first = await stage.client();
    first.write(get('/stream'));
    await until('it streams', () => stage.seen.length === 1);
    const gone = await stage.client();
    gone.write(get('/gone'));
    gone.end();
    gone.resume();
    await new Promise((resolve) => gone.once('close', resolve));
    const last = await stage.client();
    last.write(get('/last'));
    first.end();
    await until('the last one is served', () => stage.seen.length === 2);
    expect(stage.seen[1]).toContain('GET /last');
    last.end();
  });
});
