import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { RETRY_AFTER } from '../database/outage.ts';
import { readJson, SMALL_BODY } from './read-json.ts';
import { answer } from './respond.ts';

const LEFT = { code: 'left', owner: 'yours', message: 'The sender left.', remedy: '' } as const;
const schema = z.object({ name: z.string() });
const post = (body: string, type = 'application/json') =>
  answer(async () => {
    const headers = { 'content-type': type };
    const request = new Request('http://localhost/', { method: 'POST', headers, body });
    return Response.json(await readJson(request, schema));
  });

describe('a JSON body', () => {
  it('is taken when it fits the schema, without what the schema does not know', async () => {
    const response = await post('{"name":"☃","__proto__":{"polluted":1},"constructor":{}}');
    expect([response.status, await response.json()]).toEqual([200, { name: '☃' }]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('may begin with the byte-order mark of a Windows editor', async () => {
    const response = await post('\ufeff{"name":"a"}');
    expect([response.status, await response.json()]).toEqual([200, { name: 'a' }]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['another shape', '{"name":1}', 422],
    ['nested beyond any use', '['.repeat(101) + ']'.repeat(101), 400],
    ['more values than anybody types', `[${'0,'.repeat(200_000)}0]`, 400],
    ['a zero character, which Postgres cannot keep', '{"name":"a\\u0000b"}', 422],
    ['half a surrogate pair, which Postgres cannot keep', '{"name":"a\\ud800b"}', 422],
    ['more than 8 MiB', `{"name":"${'a'.repeat(9 * 1024 * 1024)}"}`, 413],
  ])('is refused as the sender’s problem: %s', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ problem: { owner: 'yours' } });
  });

  it.each([
    'text/plain',
    'application/jsonp',
    'application/json5',
    'application/json, text/plain',
    'application/jsonx; charset=utf-8',
    'text/plain; application/json',
    '',
  ])('is refused with another type, some of which a form of another site could send: %s', async (type) => {
    expect((await post('{"name":"a"}', type)).status).toBe(415);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json ;a=b'])(
    'is taken as %s',
    async (type) => expect((await post('{"name":"a"}', type)).status).toBe(200),
  );

  it('is read again after many that were refused: none keeps its share of the memory', async () => {
    const large = `{"name":"${'a'.repeat(7 * 1024 * 1024)}"}`;
    for (let time = 0; time < 2; time += 1) expect((await post(large)).status).toBe(200);
    const all = await Promise.all(Array.from({ length: 10 }, () => post(large)));
    const busy = all.filter(({ status }) => status === 503);
    expect(all.filter(({ status }) => status === 200).length + busy.length).toBe(10);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await post(large)).status).toBe(200);
  });

  it('is read while large ones never end, when it is small', async () => {
    const bodyOf = (bytes: number) => `{"name":"${'a'.repeat(bytes - '{"name":""}'.length)}"}`;
    const leave: (() => void)[] = [];
    const slow = Array.from({ length: 8 }, () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(8 * 1024 * 1024));
          leave.push(() => controller.error(new CrossoverError(LEFT)));
        },
      });
      const headers = { 'content-type': 'application/json' };
      const streamed = { method: 'POST', headers, body, duplex: 'half' };
      const request = new Request('http://localhost/', streamed);
      return answer(async () => Response.json(await readJson(request, schema)));
    });
    await new Promise((resolve) => setImmediate(resolve));
    const statusOf = async (bytes: number) => (await post(bodyOf(bytes))).status;
    expect([await statusOf(SMALL_BODY), await statusOf(SMALL_BODY + 1)]).toEqual([200, 503]);
    for (const each of leave) each();
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(8).fill(400));
    expect(await statusOf(SMALL_BODY + 1)).toBe(200);
  });

  it('names at most 50 of its faults', async () => {
    const request = new Request('http://localhost/', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: `[${'0,'.repeat(999)}0]` },
    });
    const response = await answer(async () => Response.json(await readJson(request, z.array(z.string()))));
    expect((await response.json()).issues).toHaveLength(50);
  });
});

describe('an error that nobody foresaw', () => {
  const told = async (error: unknown) => {
    const response = await answer(() => Promise.reject(error));
    return {
      status: response.status,
      retry: response.headers.get('retry-after'),
      text: await response.text(),
    };
  };

  it('is told without a stack and without a path of the machine', async () => {
    const { status, text } = await told(new Error(`cannot read ${projectRoot}/lib/x.ts`));
    expect(status).toBe(500);
    expect(text).toContain('internal-error');
    expect(text).not.toContain(projectRoot);
    expect(text).not.toMatch(/\.ts|node:/);
  });

  it.each([
    ['a full disk', { code: 'ENOSPC', path: '/var/lib/crossover/x' }, 507, 'disk-full'],
    ['a full disk of Postgres', { code: '53100' }, 507, 'disk-full'],
    ['a home that is read-only', { code: 'EROFS' }, 507, 'read-only'],
    ['no file that can be opened', { cause: { code: 'EMFILE' } }, 503, 'machine-busy'],
  ])('but is the state of the machine, is told in words: %s', async (_what, shape, status, code) => {
    const answered = await told(Object.assign(new Error('at /var/lib/crossover/x'), shape));
    expect(answered).toMatchObject({ status, retry: status === 503 ? String(RETRY_AFTER) : null });
    expect(JSON.parse(answered.text)).toMatchObject({ problem: { code, owner: 'yours' } });
    expect(answered.text).not.toContain('/var/lib');
  });
});
