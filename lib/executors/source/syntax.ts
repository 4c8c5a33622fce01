import { type Options, type Program, parse } from 'acorn';
import { CrossoverError } from '#lib/domain/errors.ts';

export interface ParsedFile {
  program: Program;
  sourceType: 'module' | 'script';
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

function attempt(content: string, sourceType: 'module' | 'script'): ParsedFile {
  const script = sourceType === 'script';
  return { program: parse(content, { ...BASE, sourceType, allowReturnOutsideFunction: script }), sourceType };
}

function locate(error: unknown): { message: string; at: Position } {
  const { message, loc } = error as SyntaxError & { loc?: Position };
  return { message: message.replace(/ \(\d+:\d+\)$/, ''), at: loc ?? { line: 1, column: 0 } };
}

const USES_MODULE_SYNTAX = /^\s*(?:import|export)\b/m;

/**
 * Parses a JavaScript file as Node would: .mjs as a module, .cjs as a script, .js as whichever of both it is.
 * @throws CrossoverError `handler-syntax-error` with file, line, column and excerpt.
 */
export function parseJavaScript(path: string, content: string): ParsedFile {
  const first = path.endsWith('.cjs') || !USES_MODULE_SYNTAX.test(content) ? 'script' : 'module';
  const second = first === 'script' ? 'module' : 'script';
  const forms = /\.[cm]js$/.test(path)
    ? ([path.endsWith('.mjs') ? 'module' : 'script'] as const)
    : ([first, second] as const);
  let failure: unknown;
  for (const form of forms) {
    try {
      return attempt(content, form);
    } catch (error) {
      failure ??= error;
    }
  }
  const { message, at } = locate(failure);
  throw syntaxError(path, content, message, at);
}
