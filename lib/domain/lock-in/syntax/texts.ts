import type { Expression, PrivateIdentifier, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { Fact } from './fact.ts';

/** Stands for a part that is computed. */
const COMPUTED = '*';

/**
 * Every string of a program with the line it begins on: literals, templates and what `+` puts together, each once and
 * as one text in which computed parts are `*`.
 */
export function textFacts(program: Program): Fact[] {
  const inner = new Set<object>();
  const facts: Fact[] = [];
  const add = (node: Expression): void => {
    const text = wholeText(node);
    if (text !== COMPUTED) facts.push({ on: 'text', text, line: node.loc?.start.line ?? 1 });
  };
  // The outermost sum speaks for its operands, and the walk visits those first.
  simple(program, {
    BinaryExpression(node) {
      if (node.operator === '+') for (const part of operands(node)) inner.add(part);
    },
  });
  simple(program, {
    Literal: (node) => (typeof node.value === 'string' && !inner.has(node) ? add(node) : undefined),
    TemplateLiteral: (node) => (inner.has(node) ? undefined : add(node)),
    BinaryExpression: (node) => (node.operator === '+' && !inner.has(node) ? add(node) : undefined),
  });
  return facts;
}

type Part = Expression | PrivateIdentifier;

/** All parts of a sum, sums within it too, by a loop: a sum of thousands of parts must not exhaust the stack. */
function operands(sum: Part): Part[] {
  const found: Part[] = [];
  const left: Part[] = [sum];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node !== sum) found.push(node);
    if (node.type === 'BinaryExpression' && node.operator === '+') left.push(node.right, node.left);
  }
  return found;
}

function wholeText(node: Part): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : COMPUTED;
  if (node.type === 'TemplateLiteral')
    return node.quasis.map(({ value }) => value.cooked ?? '').join(COMPUTED);
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return COMPUTED;
  const parts = operands(node).filter((part) => !(part.type === 'BinaryExpression' && part.operator === '+'));
  return parts
    .map(wholeText)
    .join('')
    .replace(/\*{2,}/g, COMPUTED);
}
