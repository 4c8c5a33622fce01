import type { Literal, Node, Program } from 'acorn';
import { simple } from 'acorn-walk';
import { renamed } from './typescript/translate.ts';

interface Specifier {
  value: string;
  start: number;
  end: number;
}

const RELATIVE_TYPESCRIPT = /^\.\.?\/.*\.[cm]?ts$/;

function specifiersOf(program: Program): Specifier[] {
  const found: Specifier[] = [];
  const add = (source: Node | null | undefined): void => {
    if (source?.type !== 'Literal') return;
    const { value, start, end } = source as Literal;
    if (typeof value === 'string') found.push({ value, start, end });
  };
  simple(program, {
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0]);
    },
  });
  return found;
}

/** Points relative imports of .ts files at the .js files they became; every other character stays. */
export function rewriteSpecifiers(content: string, program: Program): string {
  const targets = specifiersOf(program).filter(({ value }) => RELATIVE_TYPESCRIPT.test(value));
  return targets
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { value, start, end }) =>
        `${text.slice(0, start)}${JSON.stringify(renamed(value))}${text.slice(end)}`,
      content,
    );
}
