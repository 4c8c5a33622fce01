import { createServer, type Server } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exit } from '../engines/engine.ts';
import { requestTo } from '../testing/fixture.ts';
import { Backoff } from './backoff.ts';
import { ReplicaClient } from './client.ts';
import { AnswerTooLarge } from './message-reader.ts';
import { answered, ended, failure } from './outcome.ts';
import { OUTPUT_LIMITS, Output } from './output.ts';
import { QUEUE_LIMIT, WaitQueue } from './queue.ts';
import type { Replica } from './replica.ts';

describe('Output', () => {
  it('gives what was printed since a position', () => {
    const output = new Output();
    output.add(Buffer.from('one '));
    const position = output.total;
    output.add(Buffer.from('two '));
    output.add(Buffer.from('three'));
    expect(output.since(position)).toBe('two three');
    expect(output.since(output.total)).toBe('');
    expect(output.since(0)).toBe('one two three');
  });

  it('keeps a bounded end of a flood and says that the beginning is left out', () => {
    const output = new Output();
    for (let n = 0; n < 1_000; n += 1) output.add(Buffer.from(`${n} ${'x'.repeat(10_000)}\n`));
    output.add(Buffer.alloc(2 * OUTPUT_LIMITS.kept, 'y'));
    output.add(Buffer.from('end'));
    const text = output.since(0);
    expect(text.startsWith('… (earlier output left out)\n')).toBe(true);
    expect(text.endsWith('yend')).toBe(true);
    expect(text.length).toBeLessThan(OUTPUT_LIMITS.request + 100);
  });

  it('waits for output that is still on its way, and not for ever', async () => {
    const output = new Output();
    const arrived = output.reached(3, 60_000);
    output.add(Buffer.from('a'));
    output.add(Buffer.from('bc'));
    await arrived;
    await output.reached(99, 5);
    expect(output.total).toBe(3);
  });
});

describe('WaitQueue', () => {
  const replica = (name: string) => ({ id: name }) as Replica;

  it('serves first come, first served, as long as there is room', async () => {
    const queue = new WaitQueue<Replica>();
    const waits = [queue.wait(), queue.wait(), queue.wait()];
    const free = [replica('a'), replica('b')];
    queue.serve(() => free.shift() ?? null);
    expect(await waits[0]).toEqual({ id: 'a' });
    expect(await waits[1]).toEqual({ id: 'b' });
    queue.fail(new Error('in vain'));
    expect(await waits[2]).toEqual(new Error('in vain'));
  });

  it('forgets who gives up', async () => {
    const queue = new WaitQueue<Replica>();
    const giveUp = new AbortController();
    const first = queue.wait(giveUp.signal);
    const second = queue.wait();
    giveUp.abort();
    expect(await first).toBeNull();
    expect(await queue.wait(giveUp.signal)).toBeNull();
    queue.serve(() => replica('a'));
    expect(await second).toEqual({ id: 'a' });
  });

  it('is full at its limit', () => {
    const queue = new WaitQueue<Replica>();
    for (let n = 0; n < QUEUE_LIMIT; n += 1) void queue.wait();
    expect(queue.full).toBe(true);
    queue.fail(new Error('end'));
    expect(queue.full).toBe(false);
  });
});

describe('Backoff', () => {
  it('starts at once, then waits ever longer, and forgets after a long life', () => {
    const backoff = new Backoff();
    const pauses = Array.from({ length: 9 }, () => backoff.next(0));
    expect(pauses[0]).toBe(0);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBe(5_000);
    expect(backoff.next(60_000)).toBe(0);
  });
});

describe('outcomes', () => {
  const answer = {
    status: 200,
    body: 'b',
    problem: null,
    reported: 5,
    printed: 0,
    ends: false,
    base64: null,
    cookies: [],
  };

  it('takes the time of a request from its own clock, and keeps what the code reports apart', () => {
    for (const reported of [0, 999])
      expect(answered({ ...answer, reported }, 7, '')).toMatchObject({ handler: 7, reported });
    expect(answered({ ...answer, reported: null }, 7, '')).not.toHaveProperty('reported');
  });

  it.each([0, 100, 199, 600, 999])('takes the status %i for no answer', (status) => {
    expect(answered({ ...answer, status }, 7, '')).toMatchObject({
      outcome: 'invalid-response',
      status: null,
    });
  });

  it('an unknown kind of problem is an error of the handler', () => {
    const problem = { code: 'throttled', message: 'm', detail: 'd' };
    expect(answered({ ...answer, problem }, 7, 'log')).toMatchObject({
      outcome: 'handler-error',
      status: null,
      log: 'log',
    });
  });

  it.each<[Exit, string, string]>([
    [{ code: 137, killedFor: 'own-limit' }, '', 'out-of-memory'],
    [{ code: 137, killedFor: 'machine' }, '', 'throttled'],
    [{ code: 137, killedFor: null }, '', 'exited'],
    [{ code: 133, killedFor: null }, 'FATAL ERROR: … JavaScript heap out of memory', 'out-of-memory'],
    [{ code: 0, killedFor: null }, 'JavaScript heap out of memory', 'exited'],
    [{ code: null, killedFor: null }, '', 'exited'],
  ])('%j with output %j is %s', (exit, output, outcome) => {
    expect(ended(exit, 128, { handler: 1, log: '', output }).outcome).toBe(outcome);
  });

  it('every failure says whose it is and what to do', () => {
    expect(failure('unavailable', 'm').problem).toMatchObject({
      owner: 'ours',
      remedy: expect.stringMatching(/\w/),
    });
  });
});

describe('ReplicaClient before a hostile replica', () => {
  let server: Server | ReturnType<typeof createTcp>;
  afterEach(() => void server.close());

  async function clientOf(listener: Server | ReturnType<typeof createTcp>): Promise<ReplicaClient> {
    server = listener;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return new ReplicaClient({ port: (server.address() as { port: number }).port }, 4);
  }
  const signal = AbortSignal.timeout(60_000);

  it('reads no more than the limit, whatever is sent', async () => {
    const client = await clientOf(
      createServer((_request, response) => {
        response.on('error', () => {});
        const chunk = Buffer.alloc(1 << 20);
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      }),
    );
    await expect(client.send(requestTo(), signal)).rejects.toThrow(AnswerTooLarge);
    await client.close();
  });

  it.each(['NaN', '-5', 'Infinity', '1e999', ''])('takes the handler time %j for none', async (time) => {
    const client = await clientOf(
      createServer((_request, response) => {
        response.setHeader('x-crossover-handler-ms', time);
        response.setHeader('x-crossover-outcome', 'handler-error');
        response.end('not json');
      }),
    );
    expect(await client.send(requestTo(), signal)).toMatchObject({
      reported: 0,
      problem: { code: 'handler-error', detail: 'not json' },
    });
    await client.close();
  });

  it('rejects what is no HTTP', async () => {
    const client = await clientOf(createTcp((socket) => socket.on('error', () => {}).end('SSH-2.0\r\n')));
    await expect(client.send(requestTo(), signal)).rejects.toThrow();
    await client.close();
    await client.close();
  });

  it('lets a request set neither framing nor our own headers', async () => {
    let seen: Record<string, unknown> = {};
    const client = await clientOf(
      createServer((request, response) => {
        seen = request.headers;
        response.end();
      }),
    );
    const headers = {
      'X-Crossover-Request-Id': 'fake',
      'Transfer-Encoding': 'chunked',
      Expect: 'x',
      'X-Ok': '1',
    };
    const request = requestTo('/', { headers });
    await client.send(request, signal);
    expect(seen).toMatchObject({ 'x-crossover-request-id': request.requestId, 'x-ok': '1' });
    expect(seen).not.toHaveProperty('transfer-encoding');
    await client.close();
  });
});
