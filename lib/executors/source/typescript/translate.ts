import { SourceMap } from 'node:module';
import { posix } from 'node:path';
import type { Message, OnResolveArgs, OnResolveResult, OutputFile, Plugin } from 'esbuild';
import type { SourceFile } from '#lib/domain/workload/workload.ts';
import { type ModuleKind, syntaxError } from '../syntax.ts';
import { build, type Options } from './esbuild.ts';
import { fileMeant, type Settings, settingsOf } from './places.ts';

/** A TypeScript file as JavaScript. */
export interface Translated {
  content: string;
  kind: ModuleKind;
  /** A source map as JSON, from `content` to the file as it was written. */
  map: string;
}

/** The path a TypeScript file has once its types are gone. */
export const renamed = (path: string): string => path.replace(/\.([cm]?)ts$/, '.$1js');

const JSON_FILES = 'json';

/** A relative specifier, as Node needs it: with `./` and the ending of the file as it is deployed. */
function specifierOf(target: string, from: string): string {
  const relative = posix.relative(posix.dirname(from), renamed(target));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/**
 * Every import leads to a file of the package, wherever TypeScript would find it, or stays as it is: nothing of this
 * machine is read. JSON goes into the file that asks for it, for Node and TypeScript want it asked for in two ways.
 */
function resolver(file: SourceFile, files: readonly SourceFile[], settings: Settings): Plugin {
  const paths = new Set(files.map(({ path }) => path));
  const resolve = ({ path, kind }: OnResolveArgs): OnResolveResult => {
    if (kind === 'entry-point') return {};
    const target = fileMeant(path, file.path, paths, settings);
    if (target?.endsWith('.json')) return { path: target, namespace: JSON_FILES };
    if (target !== null) return { path: specifierOf(target, file.path), external: true };
    if (!/^\.\.?\//.test(path) || kind !== 'import-statement') return { path, external: true };
    return { errors: [{ text: `There is no file ${JSON.stringify(path)} in the package` }] };
  };
  return {
    name: 'package',
    setup(made) {
      made.onResolve({ filter: /.*/ }, resolve);
      made.onLoad({ filter: /.*/, namespace: JSON_FILES }, ({ path }) => ({
        contents: files.find((one) => one.path === path)?.content ?? '',
        loader: 'json',
      }));
    },
  };
}

const TARGET = `node${process.versions.node}`;

const optionsFor = ({ path, content }: SourceFile): Options => ({
  stdin: { contents: content, sourcefile: posix.basename(path), loader: 'ts', resolveDir: '/' },
  ...{ write: false, metafile: true, outfile: '/out.js', logLevel: 'silent', absWorkingDir: '/' },
  ...{ platform: 'node', target: TARGET, charset: 'utf8', legalComments: 'none' },
  ...{ sourcemap: 'external', sourcesContent: false },
});

type Texts = Pick<Translated, 'content' | 'map'>;

function textsOf({ outputFiles }: { outputFiles: readonly OutputFile[] }): Texts {
  const textOf = (ending: string): string =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { content: textOf('.js'), map: textOf('.map') };
}

async function translatedAs(
  kind: ModuleKind,
  file: SourceFile,
  files: readonly SourceFile[],
): Promise<Translated & { written: ModuleKind | null }> {
  const settings = settingsOf(file.path, files);
  const result = await build({
    ...optionsFor(file),
    ...{ bundle: true, treeShaking: false, format: kind === 'module' ? 'esm' : 'cjs' },
    tsconfigRaw: settings.raw,
    plugins: [resolver(file, files, settings)],
  });
  const format = Object.values(result.metafile.inputs)[0]?.format;
  const written = format === 'esm' ? 'module' : format === 'cjs' ? 'commonjs' : null;
  return { ...textsOf(result), kind, written };
}

function problemOf({ path, content }: SourceFile, [message]: readonly Message[]): Error {
  const { location, text = 'esbuild says no more' } = message ?? {};
  const at = { line: location?.line ?? 1, column: location?.column ?? 0 };
  return syntaxError(path, content, text, at);
}

const hasErrors = (error: unknown): error is Error & { errors: Message[] } =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

/** What the ending and the package.json say of a TypeScript file; null when they leave it to its syntax. */
function kindOf(path: string, type: ModuleKind | null): ModuleKind | null {
  if (path.endsWith('.mts')) return 'module';
  return path.endsWith('.cts') ? 'commonjs' : type;
}

/**
 * A TypeScript file as a bundler would make it, but alone, so that the package keeps its files. Unless the ending or
 * `type` says otherwise, it is an ES module, or CommonJS where it is written so (`export =`, `module.exports`).
 * @throws CrossoverError `handler-syntax-error` with the place, `typescript-not-read`
 */
export async function translated(
  file: SourceFile,
  files: readonly SourceFile[],
  type: ModuleKind | null,
): Promise<Translated> {
  try {
    const told = kindOf(file.path, type);
    const first = await translatedAs(told ?? 'module', file, files);
    return told === null && first.written === 'commonjs'
      ? await translatedAs('commonjs', file, files)
      : first;
  } catch (error) {
    throw hasErrors(error) ? problemOf(file, error.errors) : error;
  }
}

/** With the map at its end, for Node, which then tells errors by the lines of the source. */
export const withMap = ({ content, map }: Translated): string =>
  `${content}//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;

/** After these words, and before these signs, a line may not end: it would mean something else. */
const NO_END_AFTER = /\b(return|throw|yield|break|continue|async)\s*$/;
const NO_END_BEFORE = /^(=>|\+\+|--)/;

/**
 * A TypeScript file as JavaScript with everything on the line where it was written, for readers that tell lines. It is
 * not bundled, for a bundler moves exports to the end, and in CommonJS makes them into getters.
 * @throws CrossoverError as `translated`
 */
export async function untyped(file: SourceFile, files: readonly SourceFile[]): Promise<string> {
  const { raw } = settingsOf(file.path, files);
  try {
    return aligned(await build({ ...optionsFor(file), bundle: false, tsconfigRaw: raw }).then(textsOf));
  } catch (error) {
    throw hasErrors(error) ? problemOf(file, error.errors) : error;
  }
}

function aligned({ content, map }: Texts): string {
  const source = new SourceMap(JSON.parse(map));
  const pieces: string[] = [];
  let [line, tail] = [0, ''];
  const push = (piece: string) => {
    pieces.push(piece);
    // Kept apart: to ask the whole text for its end would copy it for every line.
    tail = (tail + piece).slice(-12);
  };
  const add = (piece: string, written: number) => {
    const may = written > line && !NO_END_AFTER.test(tail) && !NO_END_BEFORE.test(piece);
    push(may ? `${'\n'.repeat(written - line)}${piece}` : piece);
    if (may) line = written;
  };
  for (const [index, written] of content.split('\n').entries()) {
    push(' ');
    for (const { 0: piece, index: column } of written.matchAll(/[\w$]+|=>|\+\+|--|\s+|[^\s\w$]/g)) {
      const entry = source.findEntry(index, column);
      const begins =
        'originalLine' in entry && entry.generatedLine === index && entry.generatedColumn === column;
      add(piece, begins ? entry.originalLine : line);
    }
  }
  return pieces.join('');
}
