import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../host/clean-environment.ts';
import { homeDirectory } from '../../host/home.ts';
import { nodeRuntime } from '../../host/node-runtime.ts';
import { FunctionPlatform } from '../service/platform.ts';
import { call, nodeFunction } from '../testing/functions.ts';

let platform: FunctionPlatform;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
});
afterAll(() => platform[Symbol.asyncDispose]());

/** Code that speaks to the socket of the Runtime API itself, beside the runtime that waits on it. */
const ATTACKER = `import { connect } from 'node:net';
const path = '/run/services/runtime-api.sock';
const BASE = '/2018-06-01/runtime';
const tell = (text, wait = 400) => new Promise((done) => { let got = ''; const s = connect(path, () => s.write(text));
  s.on('data', (d) => { got += d; if (got.includes('\\r\\n\\r\\n')) { s.destroy(); done(got); } }).on('error', (e) => done(e.code)).on('close', () => done(got)); setTimeout(() => { s.destroy(); done(got); }, wait); });
const post = (to, body, headers = '') => 'POST ' + BASE + to + ' HTTP/1.1\\r\\nhost: x\\r\\n' + headers + 'content-length: ' + Buffer.byteLength(body) + '\\r\\n\\r\\n' + body;
const status = (answer) => Number(/^HTTP\\/1.1 (\\d+)/.exec(answer)?.[1] ?? 0);
let n = 0;
export const handler = async (event, context) => { n += 1; const id = context.awsRequestId; BODY };`;
const attacker = (body: string, timeoutMs = 10_000): Promise<string> =>
  nodeFunction(platform, ATTACKER.replace('BODY', body), { timeoutMs });

/** The platform goes on: another function is served, also the same one. */
async function goesOn(name: string): Promise<void> {
  const other = await nodeFunction(platform, 'export const handler = async () => "well";');
  expect((await call(platform, other)).value).toBe('well');
  expect((await call(platform, name, { harmless: true })).record.outcome).toBe('ok');
}

describe('code that attacks the Runtime API of its own environment', () => {
  it.each<[string, string]>([
    ['bytes that are no HTTP', "'\\x00\\xff\\r\\n\\r\\n'.repeat(1000)"],
    ['a header without an end', "'GET ' + BASE + '/invocation/next HTTP/1.1\\r\\nx: ' + 'y'.repeat(1 << 20)"],
    [
      'a length of petabytes',
      "'POST ' + BASE + '/init/error HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 9999999999999999\\r\\n\\r\\nx'",
    ],
    [
      'a chunk that is none',
      "'POST ' + BASE + '/invocation/' + id + '/nothing HTTP/1.1\\r\\nhost: x\\r\\ntransfer-encoding: chunked\\r\\n\\r\\nZZ\\r\\n'",
    ],
    ['a path that climbs', "'GET ' + BASE + '/../../../etc/shadow HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n'"],
  ])('with %s gets no answer but a refusal', async (_name, text) => {
    const name = await attacker(`return event.harmless ? 1 : status(await tell(${text}));`);
    const { value, record } = await call(platform, name);
    expect(record.outcome).toBe('ok');
    expect([0, 400, 404, 413, 431]).toContain(value);
    await goesOn(name);
  });

  it('by answering other events, a second time, or out of turn is refused', async () => {
    const name = await attacker(`if (event.harmless) return 1; const other = crypto.randomUUID();
      return [await tell(post('/invocation/' + other + '/response', '"forged"')), await tell(post('/invocation/' + other + '/error', '{}')),
        await tell('GET ' + BASE + '/invocation/next HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n')].map(status);`);
    expect((await call(platform, name)).value).toEqual([400, 400, 403]);
    const twice =
      await attacker(`if (event.harmless) return 1; const first = post('/invocation/' + id + '/response', '"first"');
      console.log('statuses ' + status(await tell(first)) + ' ' + status(await tell(first))); return 'second';`);
    const { value, record } = await call(platform, twice);
    expect(value).toBe('first');
    expect(record.log).toContain('statuses 202 400');
    await goesOn(name);
  });

  it('by a reply of 60 MB is told that it is too large; nothing of it is kept', async () => {
    const name = await attacker(
      `if (event.harmless) return 1; await tell(post('/invocation/' + id + '/response', 'x'.repeat(60 << 20)), 8000); return 1;`,
    );
    const { value, record } = await call(platform, name);
    expect(value).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(record.outcome).toBe('invalid-response');
    await goesOn(name);
  });

  it('by a reply without an end is timed out with its environment', async () => {
    const name = await attacker(
      `if (event.harmless) return 1; await tell('POST ' + BASE + '/invocation/' + id + '/response HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 100\\r\\n\\r\\n"drip', 60_000);`,
      1_000,
    );
    expect(await call(platform, name)).toMatchObject({
      value: { errorType: 'Sandbox.Timedout' },
      record: { outcome: 'timeout' },
    });
    await goesOn(name);
  });

  it('by connections without number holds no more of our descriptors than a few', async () => {
    const name = await attacker(`if (event.harmless) return 1;
      const all = Array.from({ length: 500 }, () => connect(path).on('error', () => {})); globalThis.kept = all;
      await new Promise((done) => setTimeout(done, 500)); return all.filter((s) => !s.destroyed && s.readyState === 'open').length;`);
    const before = readdirSync('/proc/self/fd').length;
    const { value } = await call(platform, name);
    expect(value).toBeLessThanOrEqual(32);
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(60);
    await goesOn(name);
  });

  it('by reporting a failed init in the midst of an event ends its own environment', async () => {
    const name = await attacker(
      `if (event.harmless) return n; await tell(post('/init/error', '{"errorType":"Mine"}')); await new Promise((done) => setTimeout(done, 9000));`,
    );
    expect(await call(platform, name)).toMatchObject({ value: { errorType: 'Mine' } });
    expect(await call(platform, name, { harmless: true })).toMatchObject({
      value: 1,
      record: { start: 'cold' },
    });
  });
});

/** Looks for sockets below a directory, as far as it is let, and asks each that it finds or can guess for an event. */
const NEIGHBOUR = `const { readdirSync, readFileSync } = require('node:fs'); const { connect } = require('node:net'); const { join } = require('node:path');
const look = (dir, depth) => { try { return readdirSync(dir, { withFileTypes: true }).flatMap((e) => e.isDirectory() && depth > 0 ? look(join(dir, e.name), depth - 1) : e.isSocket() ? [join(dir, e.name)] : []); } catch { return []; } };
const runs = readdirSync(process.argv[1]).filter((run) => run.startsWith('run-' + process.argv[2] + '-'));
const guesses = runs.flatMap((run) => ['', 's'].flatMap((under) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => join(process.argv[1], run, under, String(n)))));
const listed = readdirSync('/proc').some((n) => { try { return runs.some((run) => readFileSync('/proc/' + n + '/cmdline', 'utf8').includes(run + '/s/')); } catch { return false; } });
const ask = (path) => new Promise((done) => { const s = connect(path, () => { s.destroy(); done([path]); }); s.on('error', () => done([])); });
Promise.all([...runs.flatMap((run) => look(join(process.argv[1], run), 3)), ...guesses, ...JSON.parse(process.env.SOCKETS)].map(ask)).then((all) => process.stdout.write(JSON.stringify([runs.length, listed, all.flat()])));`;

/** What somebody who knows everything would try. */
const socketsBelow = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => name.startsWith(`run-${process.pid}-`))
    .flatMap((run) => readdirSync(join(directory, run), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isSocket())
    .map(({ parentPath, name }) => join(parentPath, name));

describe.runIf(process.getuid?.() === 0)('another user of this machine', () => {
  it('reaches the Runtime API of no function, and `ps` does not tell where it is', async () => {
    const name = await nodeFunction(platform, 'export const handler = async () => 1;');
    await call(platform, name);
    const { binary } = await nodeRuntime();
    const sockets = socketsBelow(homeDirectory('functions'));
    expect(sockets).not.toEqual([]);
    const someone = {
      uid: 54_321,
      gid: 54_321,
      cwd: '/',
      env: cleanEnvironment({ SOCKETS: JSON.stringify(sockets) }),
    };
    const { stdout } = await promisify(execFile)(
      binary,
      ['-e', NEIGHBOUR, homeDirectory('functions'), String(process.pid)],
      someone,
    );
    expect(JSON.parse(stdout)).toEqual([1, false, []]);
    expect((await call(platform, name)).value).toBe(1);
  });
});
