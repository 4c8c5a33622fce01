import type {
  ArrowFunctionExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  Pattern,
  Program,
} from 'acorn';
import { simple } from 'acorn-walk';
import type { Fact } from './fact.ts';
import { type Aliases, keyOf, pathOf } from './paths.ts';

export type AnyFunction = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;
export type Binder = (pattern: Pattern | undefined, path: string | null) => void;

/** Chains of aliases are short; this bounds the work on hostile input. */
const PASSES = 5;
/** Methods that hand the elements of an array to their callback. */
const EACH = new Set(['map', 'forEach', 'filter', 'flatMap', 'some', 'every', 'find']);

/**
 * What names stand for: `const { requestContext: rc } = event`, `for (const r of event.Records)`,
 * `event.Records.map((r) => …)`. Members that a pattern takes apart are facts themselves.
 * `roots` names parameters whose meaning the platform gives (the handler's event and context).
 */
export function bindings(program: Program, roots: readonly [Pattern | undefined, string][]) {
  const aliases = new Map<string, string>();
  const taken: Fact[] = [];
  const bind: Binder = (pattern, path) => {
    if (path === null) return;
    if (pattern?.type === 'Identifier' && pattern.name !== path) aliases.set(pattern.name, path);
    if (pattern?.type === 'AssignmentPattern') bind(pattern.left, path);
    if (pattern?.type !== 'ObjectPattern') return;
    for (const property of pattern.properties) {
      const key = property.type === 'Property' ? keyOf(property) : null;
      if (property.type !== 'Property' || key === null) continue;
      taken.push({ on: 'path', text: `${path}.${key}`, line: property.loc?.start.line ?? 1 });
      bind(property.value, `${path}.${key}`);
    }
  };
  // A walk visits inner nodes before outer ones, so an alias of an alias needs another pass.
  for (let pass = 0, known = -1; pass < PASSES && known !== aliases.size; pass++) {
    known = aliases.size;
    taken.length = 0;
    for (const [pattern, path] of roots) bind(pattern, path);
    bindAll(program, aliases, bind);
  }
  return { aliases, taken };
}

function bindAll(program: Program, aliases: Aliases, bind: Binder): void {
  simple(program, {
    VariableDeclarator: (node) => bind(node.id, pathOf(node.init, aliases)),
    ForOfStatement(node) {
      const left = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
      const right = pathOf(node.right, aliases);
      bind(left, right === null ? null : `${right}.*`);
    },
    CallExpression: (node) => bindCallback(node, aliases, bind),
    ImportDeclaration(node) {
      if (!/^(node:)?process$/.test(String(node.source.value))) return;
      for (const one of node.specifiers) {
        const named = one.type === 'ImportSpecifier' && 'name' in one.imported ? `.${one.imported.name}` : '';
        bind(one.local, `process${named}`);
      }
    },
  });
}

function bindCallback(node: CallExpression, aliases: Aliases, bind: Binder): void {
  const callback = node.arguments[0];
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return;
  const path = pathOf(node.callee, aliases);
  const dot = path?.lastIndexOf('.') ?? -1;
  if (path === null || dot < 0 || !EACH.has(path.slice(dot + 1))) return;
  bind(callback.params[0], `${path.slice(0, dot)}.*`);
}
