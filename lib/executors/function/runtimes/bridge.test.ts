import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FunctionPlatform } from '../service/platform.ts';
import { call } from '../testing/functions.ts';
import { makeZip } from '../testing/zip.ts';

// A machine without socat: the runtime then brings a bridge of its own.
vi.mock('../../host/programs.ts', async (importOriginal) => {
  const programs = await importOriginal<typeof import('../../host/programs.ts')>();
  const findProgram = async (...names: string[]) =>
    names.includes('socat') ? null : programs.findProgram(...names);
  return { ...programs, findProgram };
});

const BOOTSTRAP = `#!/usr/bin/env node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
(async () => {
  for (let n = 1; ; n += 1) {
    const next = await fetch(api + '/invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const event = await next.json();
    const body = JSON.stringify({ n, size: event.text.length, programs: require('node:fs').readdirSync('/usr/bin') });
    await fetch(api + '/invocation/' + id + '/response', { method: 'POST', body });
  }
})();`;

let platform: FunctionPlatform;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
});
afterAll(() => platform[Symbol.asyncDispose]());

it('runs executables named bootstrap over the bridge of Node where there is no socat', async () => {
  const bytes = makeZip([{ name: 'bootstrap', content: BOOTSTRAP, mode: 0o100755 }]);
  await platform.functions.create('own', { runtime: 'provided', memoryMiB: 1_024 }, { kind: 'zip', bytes });
  const text = 'é'.repeat(1_000_000);
  const first = await call(platform, 'own', { text });
  expect(first.value).toEqual({ n: 1, size: text.length, programs: ['env', 'node'] });
  expect(await call(platform, 'own', { text: '' })).toMatchObject({
    value: { n: 2, size: 0 },
    record: { start: 'warm', outcome: 'ok' },
  });
});
