import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../../testing/fixture.ts';
import { openRaw } from '../testing/raw.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const SIZE = 1_000_000;
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-length: ${SIZE}\r\n\r\n${'x'.repeat(SIZE)}`;
const ASKED = 60;

describe('a client that reads no answers', () => {
  it('is served no further until it reads, and then all of it', async () => {
    await using stage = await openRaw((socket) => void socket.write(ANSWER), 4);
    const client = await stage.client();
    // One request after another, each in a packet of its own: all of them are plain.
    for (let n = 0; n < ASKED; n += 1) {
      client.write(GET);
      await sleep(5);
    }
    await sleep(500);
    // What the two sockets hold is the kernel's; 60 MB would be ours.
    expect(stage.seen.length).toBeLessThan(30);
    let read = 0;
    client.on('data', (chunk) => {
      read += chunk.length;
    });
    await until('all is read', () => read > ASKED * SIZE);
    expect(read).toBeLessThan(ASKED * (SIZE + 500));
  });

  it('gets the end of its answer when it hangs up while it reads', async () => {
    await using stage = await openRaw((socket) => void socket.write(ANSWER), 1);
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
