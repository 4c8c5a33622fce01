import { type Options, type Program, parse } from 'acorn';
import { CrossoverError } from '#lib/domain/errors.ts';

export interface ParsedFile {
  program: Program;
  sourceType: ModuleKind;
}

interface Position {
  line: number;
  /** From 0. */
  column: number;
}

const BASE: Options = { ecmaVersion: 'latest', allowHashBang: true, locations: true };

/** The line with a caret under the place, as compilers show it. */
export function excerptOf(content: string, { line, column }: Position): string {
  const text = content.split(/\r?\n/)[line - 1] ?? '';
  const start = Math.max(0, column - 80);
  return `${text.slice(start, start + 160)}\n${' '.repeat(column - start)}^`;
}

export function syntaxError(path: string, content: string, message: string, at: Position): CrossoverError {
  const place = `${path}:${at.line}:${at.column + 1}`;
  return new CrossoverError({
    code: 'handler-syntax-error',
    owner: 'yours',
    message: `The code has a syntax error at ${place}: ${message}.`,
    remedy: `Correct ${path} at line ${at.line}.`,
    detail: `${place}\n${excerptOf(content, at)}\n${message}`,
  });
}

/** How Node reads a file: as an ES module, or as CommonJS. */
export type ModuleKind = 'module' | 'commonjs';

function attempt(content: string, sourceType: ModuleKind): ParsedFile {
  return { program: parse(content, { ...BASE, sourceType }), sourceType };
}

function locate(error: unknown): { message: string; at: Position } {
  const { message, loc } = error as SyntaxError & { loc?: Position };
  return { message: message.replace(/ \(\d+:\d+\)$/, ''), at: loc ?? { line: 1, column: 0 } };
}

/** As acorn says that a file would be right in an ES module. */
const ONLY_IN_MODULES = /sourceType: module|import\.meta|await/;

/** As acorn and V8 say that their stack is full. */
const TOO_DEEP = /Not enough stack space|Maximum call stack/;

function kindsOf(path: string, type: ModuleKind | null): readonly ModuleKind[] {
  if (/\.[cm]js$/.test(path)) return [path.endsWith('.mjs') ? 'module' : 'commonjs'];
  return type === null ? ['commonjs', 'module'] : [type];
}

/**
 * Parses a JavaScript file as Node would: by its ending, by the `type` of the package.json above it, else by its
 * syntax. CommonJS comes first, as in Node: what is right as CommonJS is CommonJS, whatever a line of it begins with.
 * Null for a file too deeply nested to be read here: whether it runs is seen when it is loaded.
 * @throws CrossoverError `handler-syntax-error` with file, line, column and excerpt.
 */
export function parseJavaScript(
  path: string,
  content: string,
  type: ModuleKind | null = null,
): ParsedFile | null {
  let failure: unknown;
  for (const kind of kindsOf(path, type)) {
    try {
      return attempt(content, kind);
    } catch (error) {
      if (TOO_DEEP.test(String(error))) return null;
      if (failure === undefined || ONLY_IN_MODULES.test(String(failure))) failure = error;
    }
  }
  const { message, at } = locate(failure);
  throw syntaxError(path, content, message, at);
}
