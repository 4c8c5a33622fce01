import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { prepareBundle, strippedSources } from './prepare.ts';

const code = (files: Record<string, string>, entry = Object.keys(files)[0] ?? '', handler = 'handler') => ({
  entry,
  handler,
  files: Object.entries(files).map(([path, content]) => ({ path, content })),
});
const contentOf = (bundle: Bundle, path: string) => bundle.files.find((file) => file.path === path)?.content;
const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof CrossoverError) return error.problem;
  }
  throw new Error('expected a CrossoverError');
};

/** Runs what was prepared in a Node of its own, without its own type stripping. */
function runBundle(bundle: Bundle): { stdout: string } {
  const dir = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    for (const { path, content } of bundle.files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    const script = `import(${JSON.stringify(join(dir, bundle.entry))}).then(async (m) => console.log(await m.${bundle.handler}()))`;
    const args = ['--no-strip-types', '--throw-deprecation', '-e', script];
    return { stdout: execFileSync(process.execPath, args, { encoding: 'utf8' }).trim() };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('prepareBundle', () => {
  it('strips, renames and rewires TypeScript so that plain Node runs it', () => {
    const bundle = prepareBundle(
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

  it('leaves strings, packages and comments alone', () => {
    const source =
      "// './a.ts'\nimport 'pkg/x.ts';\nimport './a.ts';\nexport const handler = () => './a.ts';\n";
    const bundle = prepareBundle(code({ 'h.js': source, 'a.ts': '' }));
    expect(contentOf(bundle, 'h.js')).toBe(source.replace("import './a.ts'", 'import "./a.js"'));
  });

  it('runs CommonJS with require of a TypeScript file', () => {
    const bundle = prepareBundle(
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
  ])('takes CommonJS for what it is: %s', (_name, files) => {
    expect(runBundle(prepareBundle(code(files))).stdout).toBe('5');
  });

  it.each<[string, string]>([
    ['top-level await', 'const v = await Promise.resolve(5);\nglobalThis.v = v;\nvar handler = () => v;'],
    ['import.meta', 'const { url } = import.meta;'],
    ['an import', "import fs from 'node:fs';"],
  ])('takes an ES module for what it is by %s', (_name, content) => {
    const files = { 'h.js': content, 'v.js': `export const handler = 5;` };
    expect(problemOf(() => prepareBundle(code(files))).message).toContain('It exports nothing.');
  });

  it.each<[string, string]>([
    ['{"type":"commonjs"}', 'export const handler = 1;'],
    ['{"type":"module"}', 'with (a) {}'],
  ])('refuses in a package of %s what cannot be in it: %s', (manifest, content) => {
    const problem = problemOf(() => prepareBundle(code({ 'h.js': content, 'package.json': manifest })));
    expect(problem.code).toBe('handler-syntax-error');
  });

  it('leaves a file that is too deeply nested to Node, and takes the next one', () => {
    const deep = `exports.handler = ${'('.repeat(200_000)}1${')'.repeat(200_000)};`;
    expect(contentOf(prepareBundle(code({ 'h.js': deep })), 'h.js')).toBe(deep);
    expect(prepareBundle(code({ 'h.js': 'exports.handler = 1;' })).entry).toBe('h.js');
  });

  it('keeps a package.json that the user brings', () => {
    const bundle = prepareBundle(
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
    ['an enum', { 'h.ts': 'export const handler = 1;\n  enum X { A }' }, 'h.ts:2:3'],
    ['a file that is not the entry', { 'h.js': 'export const handler = 1;', 'b/c.js': '(' }, 'b/c.js:1:2'],
  ])('a syntax error in %s is located', (_name, files, place) => {
    const problem = problemOf(() => prepareBundle(code(files)));
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
  ])('accepts %s', (_name, content) => {
    expect(prepareBundle(code({ 'h.mjs': content })).entry).toBe('h.mjs');
  });

  it('names the exports when the handler is not among them', () => {
    const problem = problemOf(() => prepareBundle(code({ 'h.ts': 'export const main = 1, other = 2;' })));
    expect(problem).toMatchObject({ code: 'handler-not-exported', owner: 'yours' });
    expect(problem.message).toContain('main, other');
  });

  it('refuses two files that become one', () => {
    const files = { 'h.ts': 'export const handler = 1;', 'h.js': 'export const handler = 1;' };
    expect(problemOf(() => prepareBundle(code(files))).code).toBe('bundle-name-clash');
  });
});

describe('strippedSources', () => {
  it('keeps paths, lines and columns', () => {
    const [file] = strippedSources(code({ 'h.ts': 'let a: string = process.env.AWS_REGION as string;' }));
    expect(file?.path).toBe('h.ts');
    expect(file?.content.indexOf('process.env')).toBe(16);
    expect(file?.content).not.toContain('string');
  });
});
