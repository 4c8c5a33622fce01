import type { AssignmentExpression, Expression, ObjectExpression, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { AnyFunction } from './bindings.ts';
import { keyOf, pathOf } from './paths.ts';

/** Something that a module offers under a name; `default` for the default export. */
export interface Exported {
  name: string;
  value: AnyFunction | Expression | null;
  line: number;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** ES and CommonJS exports, with names looked up among the module's own declarations. */
export function exportsOf(program: Program): Exported[] {
  const declared = declarations(program);
  const found: Exported[] = [];
  const add = (name: string, value: Exported['value'], line: number) => {
    const resolved = value?.type === 'Identifier' ? (declared.get(value.name) ?? value) : value;
    found.push({ name, value: resolved, line });
    // `export default { fetch }` and `module.exports = { handler }` offer their members.
    if (resolved?.type === 'ObjectExpression') found.push(...membersOf(resolved, name, declared));
  };
  for (const node of program.body) {
    const line = node.loc?.start.line ?? 1;
    if (node.type === 'ExportDefaultDeclaration' && node.declaration.type !== 'ClassDeclaration') {
      add('default', node.declaration as AnyFunction | Expression, line);
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (node.declaration?.type === 'FunctionDeclaration')
      add(node.declaration.id.name, node.declaration, line);
    if (node.declaration?.type === 'VariableDeclaration') {
      for (const one of node.declaration.declarations) {
        if (one.id.type === 'Identifier') add(one.id.name, one.init ?? null, line);
      }
    }
    for (const one of node.specifiers) {
      const name = one.exported.type === 'Identifier' ? one.exported.name : String(one.exported.value);
      if (one.local.type === 'Identifier') add(name, declared.get(one.local.name) ?? null, line);
    }
  }
  simple(program, { AssignmentExpression: (node) => addCommonJs(node, add) });
  return found;
}

function addCommonJs(
  node: AssignmentExpression,
  add: (name: string, value: Exported['value'], line: number) => void,
): void {
  const path = pathOf(node.left, NONE);
  const match = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(path ?? '');
  if (match === null || path === 'exports') return;
  add(match[1] ?? 'default', node.right, node.loc?.start.line ?? 1);
}

function membersOf(
  object: ObjectExpression,
  owner: string,
  declared: ReadonlyMap<string, AnyFunction | Expression>,
): Exported[] {
  return object.properties.flatMap((property) => {
    if (property.type !== 'Property') return [];
    const key = keyOf(property);
    const value = property.value.type === 'Identifier' ? declared.get(property.value.name) : property.value;
    return key === null
      ? []
      : [{ name: `${owner}.${key}`, value: value ?? null, line: property.loc?.start.line ?? 1 }];
  });
}

function declarations(program: Program): Map<string, AnyFunction | Expression> {
  const declared = new Map<string, AnyFunction | Expression>();
  for (const statement of program.body) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type === 'FunctionDeclaration' && node.id !== null) declared.set(node.id.name, node);
    if (node?.type !== 'VariableDeclaration') continue;
    for (const one of node.declarations) {
      if (one.id.type === 'Identifier' && one.init) declared.set(one.id.name, one.init);
    }
  }
  return declared;
}

export const isFunction = (value: Exported['value']): value is AnyFunction =>
  value?.type === 'FunctionDeclaration' ||
  value?.type === 'FunctionExpression' ||
  value?.type === 'ArrowFunctionExpression';
