import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePrice } from '#lib/server/services/own-prices.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { POST } from './route.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const ask = (body: string, type = 'application/json') =>
  POST(new Request('http://localhost/api/cost', { method: 'POST', headers: { 'content-type': type }, body }));
const QUESTION = { id: 1, platform: 'aws_lambda', inputs: { requests: 1_000_000 } };

describe('POST /api/cost', () => {
  it('answers each question by itself', async () => {
    const response = await ask(
      JSON.stringify([QUESTION, { id: 2, platform: 'aws_lambda', inputs: { requests: -1 } }]),
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject([
      { id: 1, totalUsd: 0.2, lines: [{ meter: 'Lambda requests', usd: 0.2 }] },
      { id: 2, error: expect.stringContaining('nearest valid value: 0') },
    ]);
  });

  it('uses the price that the user changed and names it', async () => {
    await changePrice({ key: 'aws_lambda@us-east-1', meter: 'requests', tier: 0, price: '0.5' });
    const [answer] = await (await ask(JSON.stringify([QUESTION]))).json();
    expect(answer).toMatchObject({ totalUsd: 0.5, lines: [{ source: 'Your own price' }] });
  });

  it.each([
    ['{}', 'application/json', 422],
    ['[', 'application/json', 400],
    ['[]', 'text/plain', 415],
  ])('refuses %s as %s with %d', async (body, type, status) =>
    expect((await ask(body, type)).status).toBe(status),
  );
});
