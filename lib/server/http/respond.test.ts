import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answer, readJson } from './respond.ts';

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
    ['nested beyond any use', '['.repeat(1e5) + ']'.repeat(1e5), 422],
    ['a zero character, which Postgres cannot keep', '{"name":"a\\u0000b"}', 422],
    ['half a surrogate pair, which Postgres cannot keep', '{"name":"a\\ud800b"}', 422],
    ['more than 8 MiB', `{"name":"${'a'.repeat(9 * 1024 * 1024)}"}`, 413],
  ])('is refused as the sender’s problem: %s', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ problem: { owner: 'yours' } });
  });

  it('is refused with another type, which a form of another site could send', async () => {
    expect((await post('{"name":"a"}', 'text/plain')).status).toBe(400);
  });
});
