import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { assessLockIn } from '#lib/domain/lock-in/assess.ts';
import { below } from '../host/process-tree.ts';
import { prepareBundle, strippedSources } from './prepare.ts';

const code = (files: Record<string, string>, entry = Object.keys(files)[0] ?? '', handler = 'handler') => ({
  entry,
  handler,
  files: Object.entries(files).map(([path, content]) => ({ path, content })),
});
const contentOf = (bundle: Bundle, path: string) => bundle.files.find((file) => file.path === path)?.content;
const problemOf = async (work: () => Promise<unknown>) => {
  try {
    await work();
  } catch (error) {
    if (error instanceof CrossoverError) return error.problem;
  }
  throw new Error('expected a CrossoverError');
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** Runs what was prepared in a Node of its own, without its own type stripping. */
function runBundle(bundle: Bundle): { stdout: string } {
  const dir = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    for (const { path, content } of bundle.files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    const script = `import(${JSON.stringify(join(dir, bundle.entry))}).then(async (m) => console.log(await (m.${bundle.handler} ?? m.default.${bundle.handler})()))`;
    const maps = bundle.sourceMaps ? ['--enable-source-maps'] : [];
    const args = ['--no-strip-types', '--throw-deprecation', ...maps, '-e', script];
    return { stdout: execFileSync(process.execPath, args, { encoding: 'utf8' }).trim() };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('prepareBundle', () => {
  it('strips, renames and rewires TypeScript so that plain Node runs it', async () => {
    const bundle = await prepareBundle(
      code({
        'src/handler.ts': [
          "import { add, type Sum } from './lib/add.ts';",
          "import data from './data.json' with { type: 'json' };",
          "export { twice } from './lib/twice.mts';",
          'export async function handler(): Promise<Sum> {',
          "  const { late } = await import('./lib/late.ts');",
          "  return add(data.n, 2) + ' ' + (late as string) + ' ./lib/add.ts';",
          '}',
        ].join('\n'),
        'src/lib/add.ts':
          'export type Sum = string;\nexport const add = (a: number, b: number): number => a + b;',
        'src/lib/twice.mts': 'export const twice = (n: number) => n * 2;',
        'src/lib/late.ts': "export * from '../late2.ts';",
        'src/late2.ts': "export const late: string = 'late';",
        'src/data.json': '{"n":40}',
        'src/global.d.ts': 'declare const x: number;',
      }),
    );
    expect(bundle.entry).toBe('src/handler.js');
    expect(bundle.files.map(({ path }) => path).toSorted()).toEqual([
      'package.json',
      'src/data.json',
      'src/handler.js',
      'src/late2.js',
      'src/lib/add.js',
      'src/lib/late.js',
      'src/lib/twice.mjs',
    ]);
    expect(runBundle(bundle).stdout).toBe('42 late ./lib/add.ts');
  });

  it('leaves strings, packages and comments alone', async () => {
    const source =
      "// './a.ts'\nimport 'pkg/x.ts';\nimport './a.ts';\nexport const handler = () => './a.ts';\n";
    const bundle = await prepareBundle(code({ 'h.js': source, 'a.ts': '' }));
    expect(contentOf(bundle, 'h.js')).toBe(source.replace("import './a.ts'", 'import "./a.js"'));
  });

  it('runs CommonJS with require of a TypeScript file', async () => {
    const bundle = await prepareBundle(
      code({
        'h.js': "const { n } = require('./n.ts');\nexports.handler = () => n;",
        'n.ts': 'module.exports = { n: 7 as number };',
      }),
    );
    expect(runBundle(bundle).stdout).toBe('7');
  });

  it.each<[string, Record<string, string>]>([
    [
      'a comment line that begins with export',
      { 'h.js': '/*\n export the rows\n*/\nexports.handler = () => 5;' },
    ],
    [
      'a text line that begins with import',
      { 'h.js': 'const t = `\nimport x`;\nexports.handler = () => 5;' },
    ],
    [
      'a line that begins with import(',
      {
        'h.js': "const v =\n  import('./v.mjs');\nexports.handler = async () => (await v).v;",
        'v.mjs': 'export const v = 5;',
      },
    ],
    [
      'a helper with such a line',
      {
        'h.js': "exports.handler = require('./v.js');",
        'v.js': '// a\n/*\nexport default\n*/\nmodule.exports = () => 5;',
      },
    ],
    ['a return at its top level', { 'h.js': 'exports.handler = () => 5;\nreturn;' }],
    [
      'a helper in a directory of another type',
      {
        'h.js': "export { handler } from './old/v.js';",
        'package.json': '{"type":"module"}',
        'old/v.js': 'exports.handler = () => 5;',
        'old/package.json': '{"type":"commonjs"}',
      },
    ],
  ])('takes CommonJS for what it is: %s', async (_name, files) => {
    expect(runBundle(await prepareBundle(code(files))).stdout).toBe('5');
  });

  it.each<[string, string]>([
    ['top-level await', 'const v = await Promise.resolve(5);\nglobalThis.v = v;\nvar handler = () => v;'],
    ['import.meta', 'const { url } = import.meta;'],
    ['an import', "import fs from 'node:fs';"],
  ])('takes an ES module for what it is by %s', async (_name, content) => {
    const files = { 'h.js': content, 'v.js': `export const handler = 5;` };
    expect((await problemOf(() => prepareBundle(code(files)))).message).toContain('It exports nothing.');
  });

  it.each<[string, string]>([
    ['{"type":"commonjs"}', 'export const handler = 1;'],
    ['{"type":"module"}', 'with (a) {}'],
  ])('refuses in a package of %s what cannot be in it: %s', async (manifest, content) => {
    const problem = await problemOf(() => prepareBundle(code({ 'h.js': content, 'package.json': manifest })));
    expect(problem.code).toBe('handler-syntax-error');
  });

  it('leaves a file that is too deeply nested to Node, and takes the next one', async () => {
    const deep = `exports.handler = ${'('.repeat(200_000)}1${')'.repeat(200_000)};`;
    expect(contentOf(await prepareBundle(code({ 'h.js': deep })), 'h.js')).toBe(deep);
    expect((await prepareBundle(code({ 'h.js': 'exports.handler = 1;' }))).entry).toBe('h.js');
  });

  it('keeps a package.json that the user brings', async () => {
    const bundle = await prepareBundle(
      code({ 'h.js': 'export const handler = () => 1;', 'package.json': '{"type":"module","name":"mine"}' }),
    );
    expect(contentOf(bundle, 'package.json')).toContain('mine');
  });

  it.each<[string, Record<string, string>, string]>([
    ['JavaScript', { 'h.mjs': 'export const handler = () => {\n  return 1 +;\n};' }, 'h.mjs:2:13'],
    ['a script', { 'h.js': 'exports.handler = () => 1;\nlet let = 2;' }, 'h.js:2:5'],
    ['TypeScript', { 'h.ts': 'export const a: = 1;' }, 'h.ts:1:17'],
    [
      'TypeScript that strips to bad JavaScript',
      { 'h.ts': 'export const handler = () => 1;\nconst a;' },
      'h.ts:2',
    ],
    ['a missing file', { 'h.ts': "export const handler = 1;\nimport './nowhere';" }, 'h.ts:2:8'],
    [
      'a decorator of a parameter',
      { 'h.ts': 'declare const d: any;\nexport class handler { a(@d b: number) {} }' },
      'h.ts:2:26',
    ],
    ['a file that is not the entry', { 'h.js': 'export const handler = 1;', 'b/c.js': '(' }, 'b/c.js:1:2'],
  ])('a syntax error in %s is located', async (_name, files, place) => {
    const problem = await problemOf(() => prepareBundle(code(files)));
    expect(problem).toMatchObject({ code: 'handler-syntax-error', owner: 'yours' });
    expect(problem.detail).toContain(place);
    expect(problem.detail).toContain('^');
  });

  it.each<[string, string]>([
    ['a function', 'export function handler() {}'],
    ['a class member through default', 'export default { handler() {} };'],
    ['a renamed export', 'const f = () => 1; export { f as handler };'],
    ['a string name', 'const f = () => 1; export { f as "handler" };'],
    ['export *', "export * from './other.js';"],
    ['destructuring', 'export const { handler } = { handler: () => 1 };'],
  ])('accepts %s', async (_name, content) => {
    expect((await prepareBundle(code({ 'h.mjs': content }))).entry).toBe('h.mjs');
  });

  it('names the exports when the handler is not among them', async () => {
    const problem = await problemOf(() =>
      prepareBundle(code({ 'h.ts': 'export const main = 1, other = 2;' })),
    );
    expect(problem).toMatchObject({ code: 'handler-not-exported', owner: 'yours' });
    expect(problem.message).toContain('main, other');
  });

  it('refuses two files that become one', async () => {
    const files = { 'h.ts': 'export const handler = 1;', 'h.js': 'export const handler = 1;' };
    expect((await problemOf(() => prepareBundle(code(files)))).code).toBe('bundle-name-clash');
  });
});

describe('TypeScript beyond types', () => {
  const RUNS: [string, Record<string, string>, string][] = [
    ['an enum', { 'h.ts': "enum C { Red = 'red' }\nexport const handler = async () => C.Red;" }, 'red'],
    ['a namespace', { 'h.ts': 'namespace N { export const a = 7 }\nexport const handler = () => N.a;' }, '7'],
    [
      'a parameter property',
      {
        'h.ts':
          "class R { constructor(private readonly t: string) {} n() { return this.t; } }\nexport const handler = () => new R('t').n();",
      },
      't',
    ],
    ['<T>x', { 'h.ts': 'export const handler = () => <number>(<unknown>7);' }, '7'],
    [
      'a decorator',
      {
        'h.ts':
          "const d = (_v: unknown, c: { name: string }) => { seen = c.name; };\nlet seen = '';\nclass A { @d go() {} }\nexport const handler = () => [seen, typeof A].join();",
      },
      'go,function',
    ],
    [
      'an experimental decorator, with comments in tsconfig.json',
      {
        'h.ts':
          'const d = (_t: object, key: string) => { seen = key; };\nlet seen = "";\nclass A { @d go(@p x: number) {} }\nfunction p() {}\nexport const handler = () => seen + typeof A;',
        'tsconfig.json':
          '{ // as many have\n "compilerOptions": { "experimentalDecorators": true, /* x */ },\n}',
      },
      'gofunction',
    ],
    [
      'import x = require',
      { 'h.ts': "import os = require('node:os');\nexport = { handler: () => typeof os.cpus };" },
      'function',
    ],
    [
      'export =',
      { 'h.ts': "import fs from 'node:fs';\nexport = { handler: () => typeof fs.readFileSync };" },
      'function',
    ],
    [
      'an import without an ending',
      {
        'h.ts': "import { g } from './g';\nexport const handler = () => g();",
        'g.ts': "export interface R { a: 1 }\nexport const g = () => 'hello';",
      },
      'hello',
    ],
    [
      'an import of .js that is .ts',
      {
        'h.ts': "import { g } from './g.js';\nexport const handler = () => g;",
        'g.ts': 'export const g = 7;',
      },
      '7',
    ],
    [
      'a folder',
      {
        'h.ts': "export { handler } from './lib';",
        'lib/index.ts': "import { n } from '..';\nexport const handler = () => n;",
        'index.ts': 'export const n = 7;',
      },
      '7',
    ],
    [
      'JSON',
      {
        'h.ts': "import data from './data.json';\nexport const handler = () => data.a;",
        'data.json': '{"a":7}',
      },
      '7',
    ],
    [
      'paths of tsconfig.json',
      {
        'src/h.ts':
          "import { a } from '@lib/a';\nimport { b } from 'lib/b';\nexport const handler = () => a + b;",
        ...{ 'src/lib/a.ts': 'export const a = 3;', 'src/lib/b.mts': 'export const b = 4;' },
        'tsconfig.json': '{"compilerOptions":{"baseUrl":"src","paths":{"@lib/*":["lib/*"]}}}',
      },
      '7',
    ],
    [
      '"type":"commonjs"',
      {
        'h.ts': "import { a } from './a';\nexport const handler = () => a + __filename.length * 0;",
        'a.ts': 'export const a = 7;',
        'package.json': '{"type":"commonjs"}',
      },
      '7',
    ],
    [
      'a package.json and a tsconfig.json with byte-order marks',
      {
        'h.ts': "import { a } from '@lib/a';\nexport const handler = () => a + typeof __filename;",
        'lib/a.ts': 'export const a = 7;',
        'tsconfig.json': '\ufeff{"compilerOptions":{"baseUrl":".","paths":{"@lib/*":["lib/*"]}}}',
        'package.json': '\ufeff{"type":"commonjs"}',
      },
      '7string',
    ],
    ['an unused function', { 'h.ts': 'function unused() {}\nexport const handler = () => 7;' }, '7'],
    ['top-level await', { 'h.ts': 'const a: number = await 7;\nexport const handler = () => a;' }, '7'],
  ];
  it.each(RUNS)('runs: %s', async (_name, files, answer) => {
    expect(runBundle(await prepareBundle(code(files))).stdout).toBe(answer);
  });

  it('reads no file of this machine', async () => {
    const source = "import a from '/etc/passwd';\nimport b from 'zod';\nexport const handler = [a, b];";
    const content = contentOf(await prepareBundle(code({ 'h.ts': source })), 'h.js');
    expect(content).toMatch(/from "\/etc\/passwd"[\s\S]*from "zod"/);
  });

  it('tells errors by line and column of the source', async () => {
    const source =
      'enum Long {\n  A,\n  B,\n}\n\ninterface Nothing { a: string }\nexport const handler = () => new Error(String(Long.B)).stack;';
    const { stdout } = runBundle(await prepareBundle(code({ 'src/h.ts': source })));
    expect(stdout).toContain('src/h.ts:7:30');
  });

  it('takes the next file after one that is nested 200,000 deep, and after esbuild was ended', async () => {
    const deep = `export const handler = ${'('.repeat(200_000)}1${')'.repeat(200_000)};`;
    await prepareBundle(code({ 'h.ts': deep })).catch((error: unknown) =>
      expect(error).toBeInstanceOf(CrossoverError),
    );
    for (const pid of below(process.pid))
      if (commandOf(pid).includes('esbuild')) process.kill(pid, 'SIGKILL');
    expect(
      runBundle(await prepareBundle(code({ 'h.ts': 'enum A { B = 7 }\nexport const handler = () => A.B;' })))
        .stdout,
    ).toBe('7');
  });
});

describe('strippedSources', () => {
  it('takes a long file and a tsconfig.json without an end in time that grows with their length', async () => {
    const lines = 'a = 1;\n'.repeat(60_000);
    const files = [
      { path: 'index.ts', content: lines },
      { path: 'tsconfig.json', content: `"${'\\"'.repeat(400_000)}\\\n` },
    ];
    const [stripped] = await strippedSources({ entry: 'index.ts', handler: 'handler', files });
    expect(stripped?.content.split('\n').length).toBeGreaterThanOrEqual(60_000);
  });

  it('keeps what stands on the first line, and beside a file of JSON', async () => {
    const source = 'import data from "./data.json"; export const handler = (event: object) => event ?? data;';
    const [file] = await strippedSources(code({ 'src/h.ts': source, 'src/data.json': '{"a":1}' }));
    expect(file?.content).not.toContain('//');
    expect(file?.content).toMatch(/handler = \(event\) =>/);
  });

  it.each([
    ['an ES module', {}],
    ['CommonJS by its package.json', { 'package.json': '{ "type": "commonjs" }' }],
  ])('leaves an export where it is written: %s', async (_, others) => {
    const source =
      'import type { E } from "./e";\nimport { a } from "./a";\nexport async function handler(event: E) {\n  return { statusCode: 200, body: a + event.rawPath };\n}\n';
    const files = await strippedSources(code({ 'h.ts': source, 'a.ts': 'export const a = 1;', ...others }));
    const { findings } = assessLockIn(files);
    const places = findings.flatMap((one) => (one.file === 'h.ts' ? (one.places ?? []) : []));
    expect(places.find(({ part }) => part === 'Lambda handler')?.line).toBe(3);
  });

  it('keeps paths and lines, and no types', async () => {
    const source =
      "import os from 'node:os';\ninterface A {\n  a: string;\n}\nenum E {\n  X,\n}\nlet a: string = process.env.AWS_REGION as string;\n\nexport { a, os, E };";
    const [file, plain] = await strippedSources(code({ 'h.ts': source, 'a.js': 'let  a;' }));
    const lines = file?.content.split('\n') ?? [];
    expect(file?.path).toBe('h.ts');
    expect(lines[0]).toContain('node:os');
    expect(lines[7]).toContain('process.env.AWS_REGION');
    expect(file?.content).not.toContain('string');
    expect(plain?.content).toBe('let  a;');
    const spread =
      'export const handler = (\n  event: Event,\n) =>\n  (event as any)\n    .first\n    .second(`a\n@event.third}`);\nconst f = () => {\n  return (\n    1\n  );\n};';
    const [other] = await strippedSources(code({ 'h.ts': spread.replace('@', '$\u007b\n') }));
    const found = ['handler', 'event,', 'first', 'second', 'third', 'return'].map((word) =>
      other?.content.split('\n').findIndex((text) => text.includes(word.replace(',', ''))),
    );
    expect(found).toEqual([0, 1, 4, 5, 7, 9]);
    expect(other?.content).toMatch(/return 1/);
  });
});
