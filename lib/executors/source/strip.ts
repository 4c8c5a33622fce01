import { stripTypeScriptTypes } from 'node:module';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { syntaxError } from './syntax.ts';

export const isTypeScript = (path: string): boolean => /\.[cm]?ts$/.test(path);
export const isDeclaration = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

/** Node puts the place into the stack: ":LINE", some source lines, then carets under the column. */
function placeIn(stack: string): { line: number; column: number } {
  const line = /^[^\n]*:(\d+)\n/.exec(stack)?.[1] ?? '1';
  const indent = /^( *)\^+$/m.exec(stack)?.[1] ?? '';
  return { line: Number(line), column: indent.length };
}

/**
 * The file as plain JavaScript with types replaced by blanks, so every line and column stays where it was.
 * @throws CrossoverError `handler-syntax-error`, also for TypeScript that needs more than stripping (enum, namespace).
 */
export function stripped(file: SourceFile): string {
  if (!isTypeScript(file.path)) return file.content;
  try {
    return stripTypeScriptTypes(file.content, { mode: 'strip' });
  } catch (error) {
    const { message, stack = '' } = error as Error;
    throw syntaxError(file.path, file.content, message, placeIn(stack));
  }
}

/**
 * Every file of the code under its own path, types blanked, for readers of the code such as lock-in analysis.
 * TypeScript that lies beside Python code runs nowhere and stays as it is.
 */
export const strippedSources = (code: Code): SourceFile[] =>
  runtimeOf(code) === 'python'
    ? code.files
    : code.files.map((file) => ({ path: file.path, content: stripped(file) }));
