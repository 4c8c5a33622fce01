import { afterAll, expect, it } from 'vitest';
import { EXCHANGER, EXCHANGES } from '../testing/exchanges.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { openGateway } from './gateway/gateway.ts';
import { pythonSpec } from './testing/python.ts';
import { requestOf, specOf } from './testing/support.ts';

const executor = createFunctionExecutor();
afterAll(() => executor[Symbol.asyncDispose]());

const files = [{ path: 'h.cjs', content: EXCHANGER.nodejs }];
const SPECS = {
  nodejs: specOf('', { bundle: { entry: 'h.cjs', handler: 'handler', files } }),
  python: pythonSpec(EXCHANGER.python),
};

it.each(['nodejs', 'python'] as const)(
  'a function in %s is asked and answers as HTTP means it',
  async (runtime) => {
    await using deployment = await executor.deploy(SPECS[runtime]);
    for (const { asked, told } of EXCHANGES) {
      const { outcome, status, body, cookies, base64 } = await deployment.invoke(requestOf(asked));
      const name = `${asked.method} ${asked.path} ${asked.body}`;
      expect(outcome, name).toBe(told.status === null ? 'invalid-response' : 'ok');
      expect({ status, body, cookies, base64 }, name).toEqual({
        cookies: undefined,
        base64: undefined,
        ...told,
      });
    }
  },
);

it('the gateway passes bytes, cookies and answers without a body', async () => {
  await using deployment = await executor.deploy(SPECS.nodejs);
  await using gateway = await openGateway(deployment);
  const { headers } = await fetch(`${gateway.url}/cookies`);
  expect(headers.getSetCookie()).toEqual(EXCHANGES[0]?.told.cookies);
  for (const status of [204, 304]) {
    const answer = await fetch(`${gateway.url}/status/${status}`);
    expect([answer.status, answer.headers.has('content-length'), await answer.text()]).toEqual([
      status,
      false,
      '',
    ]);
  }
  const head = await fetch(gateway.url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(await (await fetch(gateway.url, { method: 'OPTIONS' })).json()).toEqual(['OPTIONS', false, null]);
  const bytes = { method: 'POST', body: Buffer.from([255, 254]) };
  expect(await (await fetch(gateway.url, bytes)).json()).toEqual(['POST', true, '//4=']);
  expect((await fetch(`${gateway.url}/status/199`)).status).toBe(502);
});
