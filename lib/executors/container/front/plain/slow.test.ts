import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../../testing/fixture.ts';
import { openRaw, type Say } from '../testing/raw.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const ok = (size: number) => `HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n${'x'.repeat(size)}`;
/** Small enough that the replica's connection is free again before anybody would slow it down. */
const SMALL = 30_000;
const MOST = 1_000;

describe('a client that reads no answers', () => {
  it('is served no further until it reads, and then all of it', async () => {
    await using stage = await openRaw((socket) => void socket.write(ok(SMALL)), 4);
    const client = await stage.client();
    // One request after another, each alone: all of them are plain.
    let asked = 0;
    for (let served = true; served && asked < MOST; ) {
      client.write(GET);
      asked += 1;
      for (let n = 0; n < 500 && stage.seen.length < asked; n += 1) await sleep(2);
      served = stage.seen.length === asked;
    }
    // The kernel holds some megabytes for the two sockets; all 30 would be ours.
    expect(asked * SMALL).toBeLessThan((MOST * SMALL) / 2);
    let read = 0;
    client.on('data', (chunk) => {
      read += chunk.length;
    });
    await until('all is read', () => read > asked * SMALL);
    expect(stage.seen.length).toBe(asked);
  });

  const SIZE = 1_000_000;
  it('gets the end of its answer when it hangs up while it reads', async () => {
    await using stage = await openRaw((socket) => void socket.write(ok(SIZE)), 1);
    const client = await stage.client();
    client.write(GET);
    await until('it is answered', () => stage.seen.length === 1);
    let read = 0;
    client.on('data', (chunk) => {
      read += chunk.length;
      if (read >= SIZE) client.end();
    });
    await until('all is read', () => read > SIZE);
    await until('the place is free', () => stage.replica.inFlight === 0);
  });
});

describe('a client that says no more than half of a head', () => {
  it('is told so and hung up on, while a slow upload is not', async () => {
    const done = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
    const answer: Say = (socket, request) => {
      if (request.endsWith('end')) socket.write(done);
    };
    await using stage = await openRaw(answer, 2, { head: 300, look: 50 });
    const slow = await stage.client();
    const upload = await stage.client();
    const heard = { slow: '', upload: '' };
    slow.on('data', (chunk) => {
      heard.slow += chunk.toString();
    });
    upload.on('data', (chunk) => {
      heard.upload += chunk.toString();
    });
    upload.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nhalf');
    slow.write('GET / HTTP/1.1\r\nHost: ');
    await once(slow, 'close');
    expect(heard.slow).toMatch(/^HTTP\/1.1 408 /);
    expect(stage.seen.join('')).not.toContain('GET');
    upload.write('end');
    await until('the upload is answered', () => heard.upload.endsWith('ok'));
  });
});
