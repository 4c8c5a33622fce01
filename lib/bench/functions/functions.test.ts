import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { drive } from './load.ts';
import { emptyNode, runNode } from './node-process.ts';
import { median, pairs } from './pairs.ts';
import { startServer } from './server.ts';

describe('pairs', () => {
  it('takes the middle value', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(3);
    expect(median([])).toBeNaN();
  });

  it('takes turns in changing order, and the first pair does not count', async () => {
    const order: string[] = [];
    let [ones, twos] = [0, 0];
    const taken = await pairs(
      3,
      async () => {
        order.push('base');
        ones += 1;
        return ones === 1 ? 1_000 : 10;
      },
      async () => {
        order.push('other');
        twos += 1;
        return twos === 1 ? 1_000 : 5 * twos;
      },
    );
    expect(order).toEqual(['base', 'other', 'other', 'base', 'base', 'other', 'other', 'base']);
    expect(taken).toEqual({ ratio: 1.5, base: 10, other: 15 });
  });
});

describe('node processes', () => {
  it('runs one with nothing in its environment', async () => {
    const { output } = await runNode(['-e', 'console.log(process.env.HOME ?? "none")']);
    expect(output.trim()).toBe('none');
    expect(await emptyNode()).toBeGreaterThan(0);
  });

  it('says when one failed', async () => {
    await expect(runNode(['-e', 'process.exit(3)'])).rejects.toThrow(/3/);
  });
});

describe('load', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function serve(status: number, chunked: boolean): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(status, chunked ? {} : { 'content-length': 5 });
      response.write('he');
      response.end('llo');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it.each([true, false])('counts whole answers, chunked: %s', async (chunked) => {
    const { perSecond, bad } = await drive(await serve(200, chunked), 4, 150);
    expect(perSecond).toBeGreaterThan(0);
    expect(bad).toBe(0);
  });

  it('counts answers that are not 200 as bad', async () => {
    expect((await drive(await serve(503, false), 2, 100)).bad).toBeGreaterThan(0);
  });

  it('fails when nobody listens', async () => {
    await expect(drive('http://127.0.0.1:1/', 1, 100)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('servers', () => {
  it('are started, answer, and are gone afterwards', async () => {
    const script = `const s = require('node:http').createServer((q, r) => r.end('x')).listen(0, () => console.log('http://127.0.0.1:' + s.address().port + '/'));`;
    const server = await startServer({ args: ['-e', script] });
    expect((await fetch(server.url)).status).toBe(200);
    await server[Symbol.asyncDispose]();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
