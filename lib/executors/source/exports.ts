import type { Declaration, ExportNamedDeclaration, Pattern, Program } from 'acorn';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { ParsedFile } from './syntax.ts';

function namesIn(pattern: Pattern): (string | null)[] {
  return [pattern.type === 'Identifier' ? pattern.name : null];
}

function declared(declaration: Declaration): (string | null)[] {
  if (declaration.type !== 'VariableDeclaration') return [declaration.id.name];
  return declaration.declarations.flatMap(({ id }) => namesIn(id));
}

function exportedBy(node: ExportNamedDeclaration): (string | null)[] {
  const specifiers = node.specifiers.map(({ exported }) =>
    exported.type === 'Identifier' ? exported.name : String(exported.value),
  );
  return [...specifiers, ...(node.declaration ? declared(node.declaration) : [])];
}

/** Names a module exports, or null where reading alone cannot tell (export *, a default object, destructuring). */
export function exportedNames(program: Program): string[] | null {
  const names: (string | null)[] = [];
  for (const node of program.body) {
    if (node.type === 'ExportNamedDeclaration') names.push(...exportedBy(node));
    if (node.type === 'ExportAllDeclaration' || node.type === 'ExportDefaultDeclaration') return null;
  }
  return names.every((name) => name !== null) ? names : null;
}

/**
 * What can be seen before anything runs; CommonJS and re-exports are left to init.
 * @throws CrossoverError `handler-not-exported`
 */
export function checkHandlerExported(path: string, handler: string, file: ParsedFile): void {
  const names = file.sourceType === 'module' ? exportedNames(file.program) : null;
  if (names === null || names.includes(handler)) return;
  const found = names.length > 0 ? `It exports ${names.join(', ')}.` : 'It exports nothing.';
  throw new CrossoverError({
    code: 'handler-not-exported',
    owner: 'yours',
    message: `${path} does not export "${handler}". ${found}`,
    remedy: `Export a function named "${handler}" from ${path}, or name another export as the handler.`,
  });
}
