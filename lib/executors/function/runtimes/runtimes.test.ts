import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toProblem } from '#lib/domain/errors.ts';
import type { FunctionConfigurationInput } from '#lib/domain/functions/configuration.ts';
import { FunctionPlatform } from '../service/platform.ts';
import { call, nodeFunction, packageOf } from '../testing/functions.ts';
import { makeZip } from '../testing/zip.ts';

let platform: FunctionPlatform;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
});
afterAll(() => platform[Symbol.asyncDispose]());

const invokeOnce = async (
  code: string,
  event: unknown = {},
  over: Partial<FunctionConfigurationInput> = {},
) => call(platform, await nodeFunction(platform, code, over), event);

describe('the runtime nodejs', () => {
  it.each<[string, string, unknown]>([
    ['async', 'export const handler = async (event) => ({ got: event.a });', { got: 1 }],
    [
      'with a callback',
      'export const handler = (event, context, done) => { setTimeout(() => done(null, event.a), 5); };',
      1,
    ],
    [
      'with a callback that need not wait',
      'export const handler = (e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1e6); done(null, "now"); };',
      'now',
    ],
    [
      'with context.succeed',
      'export const handler = (event, context) => { context.succeed("old"); return undefined; };',
      'old',
    ],
    ['without an answer', 'export const handler = async () => {};', null],
    ['that never settles', 'export const handler = () => new Promise(() => {});', null],
  ])('calls a handler %s', async (_name, code, expected) => {
    const { value, fault, record } = await invokeOnce(code, { a: 1 });
    expect(fault).toBe(null);
    expect(value).toEqual(expected);
    expect(record).toMatchObject({ start: 'cold', outcome: 'ok', memory: 1_769 });
  });

  it('finds handlers in CommonJS, in directories and in objects', async () => {
    const files = { 'src/app.js': 'exports.api = { get: async () => "found" };' };
    await platform.functions.create(
      'nested',
      { runtime: 'nodejs', handler: 'src/app.api.get' },
      packageOf(files),
    );
    expect((await call(platform, 'nested')).value).toBe('found');
  });

  it('tells the handler about itself', async () => {
    const code = `export const handler = async (event, context) => ({
      left: context.getRemainingTimeInMillis(), name: context.functionName, version: context.functionVersion,
      memory: context.memoryLimitInMB, arn: context.invokedFunctionArn, id: context.awsRequestId,
      env: process.env.MINE, handler: process.env._HANDLER, kind: process.env.AWS_LAMBDA_INITIALIZATION_TYPE,
      socket: process.env.RUNTIME_API_SOCKET, cwd: process.cwd() });`;
    const name = await nodeFunction(platform, code, { environment: { MINE: 'hé' }, timeoutMs: 5_000 });
    const { value, record } = await call(platform, name);
    expect(value).toEqual({
      ...{ left: expect.any(Number), name, version: '$LATEST', memory: '1769', id: record.requestId },
      ...{ arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`, env: 'hé', cwd: '/var/task' },
      ...{ handler: 'index.handler', kind: 'on-demand' },
    });
    expect((value as { left: number }).left).toBeLessThanOrEqual(5_000);
  });

  it.each<[string, string, string, RegExp]>([
    ['throws', 'export const handler = async () => { throw new RangeError("bad"); };', 'RangeError', /^bad$/],
    [
      'fails by callback',
      'export const handler = (e, c, done) => { done(new TypeError("late")); };',
      'TypeError',
      /^late$/,
    ],
    ['throws a string', 'export const handler = async () => { throw "text"; };', 'string', /^text$/],
    ['answers what is no JSON', 'export const handler = async () => 1n;', 'Runtime.MarshalError', /BigInt/],
  ])('reports a handler that %s, and stays warm', async (_name, code, errorType, errorMessage) => {
    const name = await nodeFunction(platform, code);
    const { value, record } = await call(platform, name);
    expect(value).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
    expect(['handler-error', 'invalid-response']).toContain(record.outcome);
    expect(record.log).toContain(`END RequestId: ${record.requestId}`);
    expect((await call(platform, name)).record.start).toBe('warm');
  });

  it.each([
    ['dir.handler', { 'dir/index.js': 'exports.handler = async () => "dir";' }, 'dir'],
    ['dir.handler', { 'dir/index.js': '', 'dir.js': 'exports.handler = async () => "file";' }, 'file'],
    ['a/dir.handler', { 'a/dir/index.js': 'exports.handler = async () => "deep";' }, 'deep'],
    ['lib.handler', { 'node_modules/lib/index.js': 'exports.handler = async () => "package";' }, 'package'],
  ])('finds %s in %o', async (handler, files, answer) => {
    const name = `where${JSON.stringify(files).length}`;
    await platform.functions.create(name, { runtime: 'nodejs', handler, memoryMiB: 1_769 }, packageOf(files));
    expect((await call(platform, name)).value).toBe(answer);
  });

  it.each<[string, string, string]>([
    ['has a syntax error', 'export const handler = (', 'Runtime.UserCodeSyntaxError'],
    ['misses a module', 'import "left-pad"; export const handler = 1;', 'Runtime.ImportModuleError'],
    ['misses the handler', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['throws', 'throw new Error("no database");', 'Error'],
    [
      'throws what has no known name',
      'class Odd extends Error { name = "Odd Name"; } throw new Odd();',
      'Odd Name',
    ],
    ['exits', 'process.exit(3);', 'Runtime.ExitError'],
  ])('reports code that %s when loaded, after a second try', async (_name, code, errorType) => {
    const { value, record } = await invokeOnce(code);
    expect(value).toMatchObject({ errorType });
    expect(record).toMatchObject({ outcome: 'init-error', init: 0 });
    const known = errorType.startsWith('Runtime.') ? errorType : 'Runtime.Unknown';
    const status = `Status: error\tError Type: ${known}\n`;
    const platforms = record.log.match(/^(INIT_REPORT|START|END|REPORT) .*\n/gm) ?? [];
    expect(platforms.map((line) => line.replaceAll(/[\d.]+ (ms|MB)/g, '- $1'))).toEqual([
      `INIT_REPORT Init Duration: - ms\tPhase: init\t${status}`,
      `INIT_REPORT Init Duration: - ms\tPhase: invoke\t${status}`,
      `START RequestId: ${record.requestId} Version: $LATEST\n`,
      `END RequestId: ${record.requestId}\n`,
      `REPORT RequestId: ${record.requestId}\tDuration: - ms\tBilled Duration: - ms\tMemory Size: - MB\tMax Memory Used: - MB\t${status}`,
    ]);
  });

  it('loses what nobody caught together with its environment', async () => {
    const code =
      'let n = 0; export const handler = async (e) => { n += 1; if (e.die) Promise.reject(new Error("lost")), await new Promise((r) => setTimeout(r, 1e4)); return n; };';
    const name = await nodeFunction(platform, code);
    expect((await call(platform, name)).value).toBe(1);
    expect((await call(platform, name, { die: true })).value).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
    });
    expect(await call(platform, name)).toMatchObject({ value: 1, record: { start: 'cold' } });
  });

  it('streams', async () => {
    const code = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      for (let n = 0; n < 3; n += 1) { stream.write('part ' + n + ';'); await new Promise((r) => setTimeout(r, 20)); }
      if (event.fail) throw new Error('broke'); stream.end(); });`;
    const name = await nodeFunction(platform, code);
    const pieces: string[] = [];
    const sink = (piece: Buffer, streamed: boolean) => void pieces.push(`${piece}${streamed}`);
    const { fault } = await platform.invoke({ name, payload: Buffer.from('{}'), sink });
    expect([fault, pieces]).toEqual([null, ['part 0;true', 'part 1;true', 'part 2;true']]);
    const broken = await platform.invoke({ name, payload: Buffer.from('{"fail":1}') });
    expect(broken.fault).toMatchObject({ errorType: 'Error', errorMessage: 'broke' });
  });

  it('refuses an answer of more than 6 MB', async () => {
    const { value, record } = await invokeOnce(
      'export const handler = async () => "x".repeat(6 * 1024 * 1024);',
    );
    expect(value).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(record.outcome).toBe('invalid-response');
  });
});

describe('the runtime python', () => {
  it('runs handlers, reports errors, keeps state; or says that the machine has no Python', async () => {
    const code = `import json, sqlite3, ssl\nn = 0\ndef handler(event, context):\n  global n\n  n += 1\n  print('é')\n  if event.get('fail'): raise ValueError('bad')\n  return {'n': n, 'id': context.aws_request_id, 'left': context.get_remaining_time_in_millis() > 0}\n`;
    const made = platform.functions.create(
      'py',
      { runtime: 'python', handler: 'app.handler', memoryMiB: 512 },
      packageOf({ 'app.py': code }),
    );
    const problem = await made.then(() => null, toProblem);
    if (problem !== null) return expect(problem.code).toBe('runtime-missing');
    const first = await call(platform, 'py');
    expect(first.value).toEqual({ n: 1, id: first.record.requestId, left: true });
    expect(first.record.log).toMatch(/^INIT_START Runtime Version: python:3[\s\S]*\né\n/);
    const failed = await call(platform, 'py', { fail: 1 });
    expect(failed.value).toMatchObject({
      errorType: 'ValueError',
      errorMessage: 'bad',
      stackTrace: [expect.stringContaining('app.py')],
    });
    expect(await call(platform, 'py')).toMatchObject({ value: { n: 3 }, record: { start: 'warm' } });
  });

  it.each([
    [
      'misses a module',
      'import nothing',
      'Runtime.ImportModuleError',
      /Unable to import module 'app'.*nothing/,
    ],
    ['has a syntax error', 'a = (', 'Runtime.UserCodeSyntaxError', /Syntax error in module 'app'/],
    ['has no handler', 'a = 1', 'Runtime.HandlerNotFound', /Handler 'handler' missing on module 'app'/],
    ['looks a key up', 'a = {}["key"]', 'KeyError', /^'key'$/],
    ['raises an error of its own', 'class Own(LookupError): pass\nraise Own("no")', 'Own', /^no$/],
  ])('reports code that %s by its own type', async (_name, code, errorType, errorMessage) => {
    const name = `py-${errorType.replace('.', '-')}`;
    const configuration = { runtime: 'python', handler: 'app.handler', memoryMiB: 1_769 } as const;
    await platform.functions.create(name, configuration, packageOf({ 'app.py': code }));
    const { value, record } = await call(platform, name);
    expect(value).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
    expect(record).toMatchObject({ outcome: 'init-error' });
  });
});

describe('the runtime provided', () => {
  const bootstrap = `#!/usr/bin/env node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
const post = (path, body) => fetch(api + path, { method: 'POST', body });
(async () => {
  for (let n = 1; ; n += 1) {
    const next = await fetch(api + '/invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const event = await next.json();
    if (event.probe) {
      const statuses = [];
      for (const path of ['/invocation/' + crypto.randomUUID() + '/response', '/nowhere']) statuses.push((await post(path, '1')).status);
      statuses.push((await fetch(api + '/invocation/next')).status);
      statuses.push((await post('/invocation/' + id + '/response', '"' + statuses + '"')).status);
      statuses.push((await post('/invocation/' + id + '/response', '2')).status);
      console.log('statuses ' + statuses);
    } else await post('/invocation/' + id + '/response', JSON.stringify({ n, handler: process.env._HANDLER }));
  }
})();`;
  const zip = (content: string, mode = 0o100755) =>
    ({ kind: 'zip', bytes: makeZip([{ name: 'bootstrap', content, mode }]) }) as const;

  it('runs any executable named bootstrap over the bridge', async () => {
    await platform.functions.create(
      'own',
      { runtime: 'provided', handler: 'mine', memoryMiB: 1_024 },
      zip(bootstrap),
    );
    expect((await call(platform, 'own')).value).toEqual({ n: 1, handler: 'mine' });
    expect(await call(platform, 'own')).toMatchObject({ value: { n: 2 }, record: { start: 'warm' } });
  });

  it('refuses what is out of turn as the platform does', async () => {
    const { value, record } = await call(platform, 'own', { probe: true });
    expect(value).toBe('400,404,403');
    // The second answer to one event is refused too; the log of the call may end before it is printed.
    const after = await call(platform, 'own');
    expect(record.log + after.record.log).toContain('statuses 400,404,403,202,400');
  });

  it('says when there is no bootstrap, or none that can be run', async () => {
    await platform.functions.create(
      'none',
      { runtime: 'provided', memoryMiB: 1_024 },
      zip(bootstrap, 0o100644),
    );
    const { value, record } = await call(platform, 'none');
    expect(value).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(record.log).toContain("Couldn't find valid bootstrap(s)");
  });
});
