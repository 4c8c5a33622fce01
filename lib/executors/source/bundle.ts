import { posix } from 'node:path';
import { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { checkHandlerExported } from './exports.ts';
import { rewriteSpecifiers } from './specifiers.ts';
import { type ModuleKind, type ParsedFile, parseJavaScript } from './syntax.ts';
import { renamed, translated, untyped, withMap } from './typescript/translate.ts';

const isTypeScript = (path: string): boolean => /\.[cm]?ts$/.test(path);
const isDeclaration = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

interface PreparedFile extends SourceFile {
  parsed: ParsedFile | null;
}

/** Syntax is checked under the path the user wrote, so that a message names a file the user has. */
async function prepareFile(file: SourceFile, files: readonly SourceFile[]): Promise<PreparedFile> {
  const path = renamed(file.path);
  if (!/\.[cm]?js$/.test(path)) return { ...file, parsed: null };
  const type = typeOf(file.path, files);
  if (isTypeScript(file.path)) {
    const made = await translated(file, files, type);
    return { path, content: withMap(made), parsed: parseJavaScript(path, made.content, made.kind) };
  }
  const parsed = parseJavaScript(file.path, file.content, type);
  return { path, content: rewired(file.content, parsed), parsed };
}

/** As it was where the file is too deeply nested to be read. */
function rewired(content: string, parsed: ParsedFile | null): string {
  try {
    return parsed === null ? content : rewriteSpecifiers(content, parsed.program);
  } catch (error) {
    if (error instanceof RangeError) return content;
    throw error;
  }
}

/** The kind that the package.json nearest to a file gives it; null when none does. */
function typeOf(path: string, files: readonly SourceFile[]): ModuleKind | null {
  for (let directory = posix.dirname(path); ; directory = posix.dirname(directory)) {
    const place = posix.join(directory, 'package.json');
    const found = files.find((file) => file.path === place);
    if (found !== undefined) return PACKAGE_TYPE.safeParse(found.content).data ?? null;
    if (directory === '.') return null;
  }
}

const PACKAGE_TYPE = z
  .string()
  .transform((text, context) => {
    try {
      return parseJson(text);
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ type: z.enum(['module', 'commonjs']) }))
  .transform(({ type }) => type);

function refuseClashes(files: readonly SourceFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) {
      throw new CrossoverError({
        code: 'bundle-name-clash',
        owner: 'yours',
        message: `Two files become ${path} once the types are removed.`,
        remedy: 'Rename one of them.',
      });
    }
    seen.add(path);
  }
}

/** Saves Node the guess (and its warning) when every .js file is an ES module. */
function packageFile(files: readonly PreparedFile[]): SourceFile[] {
  const plain = files.filter(({ path }) => path.endsWith('.js'));
  const modules = plain.length > 0 && plain.every(({ parsed }) => parsed?.sourceType === 'module');
  if (!modules || files.some(({ path }) => path.endsWith('package.json'))) return [];
  return [{ path: 'package.json', content: '{ "type": "module" }\n' }];
}

/**
 * The code as it is deployed on both sides: plain JavaScript, .ts renamed to .js (.mts to .mjs), relative
 * imports following. A file stays a file, and errors are told by the lines of its source. Python goes as it is: what
 * is wrong in it the sandbox finds out, where nothing of it can do harm.
 * @throws CrossoverError `handler-syntax-error`, `handler-not-exported`, `bundle-name-clash`, `typescript-not-read`; all
 * `yours`.
 */
export async function bundleOf(code: Code): Promise<Bundle> {
  if (runtimeOf(code) === 'python') return { entry: code.entry, handler: code.handler, files: code.files };
  const deployed = code.files.filter(({ path }) => !isDeclaration(path));
  const files = await Promise.all(deployed.map((file) => prepareFile(file, deployed)));
  refuseClashes(files);
  const entry = renamed(code.entry);
  const parsed = files.find(({ path }) => path === entry)?.parsed;
  if (parsed) checkHandlerExported(code.entry, code.handler, parsed);
  const plain = files.map(({ path, content }) => ({ path, content }));
  const sourceMaps = deployed.some(({ path }) => isTypeScript(path));
  const bundle = { entry, handler: code.handler, files: [...plain, ...packageFile(files)] };
  return sourceMaps ? { ...bundle, sourceMaps } : bundle;
}

/** How Node takes the entry of a bundle; null for one that is too deeply nested to be read. */
export function kindOfEntry(entry: string, files: readonly SourceFile[]): ModuleKind | null {
  const content = files.find(({ path }) => path === entry)?.content ?? '';
  return parseJavaScript(entry, content, typeOf(entry, files))?.sourceType ?? null;
}

/**
 * Every file of the code under its own path without types, lines where they were, for readers of the code such as
 * lock-in analysis. TypeScript that lies beside Python code runs nowhere and stays as it is.
 * @throws CrossoverError as `bundleOf`
 */
export async function sourcesOf(code: Code): Promise<SourceFile[]> {
  if (runtimeOf(code) === 'python') return [...code.files];
  const plain = async (file: SourceFile): Promise<SourceFile> => {
    if (!isTypeScript(file.path) || isDeclaration(file.path)) return file;
    return { path: file.path, content: await untyped(file, code.files) };
  };
  return Promise.all(code.files.map(plain));
}
