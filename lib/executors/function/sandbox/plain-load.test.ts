import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invocation } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor, type FunctionExecutor } from '../function-executor.ts';
import { requestOf, specOf } from '../testing/support.ts';

const MEMORY = 256;
let cold: FunctionExecutor;
let stocked: FunctionExecutor;
beforeAll(() => {
  cold = createFunctionExecutor();
  stocked = createFunctionExecutor({ prestarted: 1 });
});
afterAll(async () => {
  await cold[Symbol.asyncDispose]();
  await stocked[Symbol.asyncDispose]();
});

type Files = Readonly<Record<string, string>>;
type Seen = Pick<Invocation, 'outcome' | 'body' | 'log' | 'problem'>;

async function first(executor: FunctionExecutor, files: Files): Promise<Seen & { prestarted: boolean }> {
  const [entry = ''] = Object.keys(files);
  const bundle = {
    ...{ entry, handler: 'handler' },
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  };
  await using deployment = await executor.deploy({ ...specOf('', { memory: MEMORY }), bundle });
  await executor.prestarted(MEMORY);
  const { outcome, body, log, problem, prestarted = false } = await deployment.invoke(requestOf());
  return { outcome, body, log, problem, prestarted };
}

describe('code handed over to a pre-started sandbox means what it means in a cold one', () => {
  it.each<[string, Files]>([
    [
      'CommonJS',
      {
        'index.js':
          'exports.handler = () => [__filename, __dirname, module.id, module.loaded, require.main === module];',
      },
    ],
    [
      'that runs by itself only where nobody loads it',
      { 'index.js': 'if (!module.parent) process.exit(3); exports.handler = () => Boolean(module.parent);' },
    ],
    ['with a byte order mark', { 'index.cjs': '\ufeffexports.handler = () => "marked";' }],
    ['with a hash-bang', { 'index.js': '#!/usr/bin/env node\nexports.handler = () => "banged";' }],
    [
      'an ES module in .js',
      { 'index.js': 'import { sep } from "node:path"; export const handler = () => [sep, typeof require];' },
    ],
    ['that waits at its top level', { 'index.js': 'const x = await 1; export const handler = () => x;' }],
    [
      'an ES module by its package.json',
      {
        'index.js':
          'globalThis.strict = (function () { return this === undefined; })(); export const handler = () => globalThis.strict;',
        'package.json': '{"type":"module"}',
      },
    ],
    [
      'CommonJS by its package.json',
      { 'a/index.js': 'exports.handler = () => "common";', 'a/package.json': '{"type":"commonjs"}' },
    ],
    [
      'with modules around it',
      {
        'index.js':
          'const b = require("./b"); exports.handler = async () => [b.early, (await import("./c.mjs")).c, require("./b") === b];  exports.late = 1;',
        'b.js': 'exports.early = Object.keys(require("./index.js"));',
        'c.mjs': 'export const c = "c";',
      },
    ],
    ['that runs once and fails', { 'index.js': 'console.log("ran"); JSON.parse("{");' }],
    [
      'that throws a syntax error of its own once',
      { 'index.js': 'console.log("ran"); throw new SyntaxError("mine");' },
    ],
    ['that cannot be read', { 'index.js': 'exports.handler = (' }],
    ['without the handler', { 'index.js': 'exports.other = 1;' }],
  ])('%s', async (_name, files) => {
    const [one, other] = [await first(cold, files), await first(stocked, files)];
    expect([one.prestarted, other.prestarted]).toEqual([false, true]);
    expect(withoutStack(other)).toEqual(withoutStack(one));
    expect(one.log.split('ran').length).toBeLessThanOrEqual(2);
  });
});

/** Frames of the loaders differ; what the code itself is told does not. */
function withoutStack({ outcome, body, log, problem }: Seen): Seen {
  const detail = problem?.detail
    ?.split('\n')
    .filter((line) => !line.startsWith('    at '))
    .join('\n');
  return { outcome, body, log, problem: problem === null ? null : { ...problem, detail: detail ?? '' } };
}
