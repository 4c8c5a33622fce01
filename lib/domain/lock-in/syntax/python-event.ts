import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Fact } from './fact.ts';

/** Methods that read a key: `event.get("key")`. */
const READERS = new Set(['get', 'pop', 'setdefault']);

/**
 * Fields that Python code reads of the first parameter of its handler, as paths: `event["requestContext"]["http"]`
 * and `event.get("body")`, under whatever name the handler knows its event. The parser never fails: what it cannot
 * read is an error node, in which nothing is found.
 */
export function pythonEventFacts(source: string, handler: string): Fact[] {
  const tree = parser.parse(source);
  const names = new Set(['event']);
  const facts: Fact[] = [];
  const lineAt = lines(source);
  tree.iterate({
    enter({ name, node }) {
      if (name !== 'FunctionDefinition') return;
      const own = node.getChild('VariableName');
      const first = node.getChild('ParamList')?.getChild('VariableName');
      if (own && first && textOf(own, source) === handler) names.add(textOf(first, source));
    },
  });
  tree.iterate({
    enter({ node, name }) {
      if (name !== 'MemberExpression') return;
      const path = pathOf(node, source, names);
      if (path !== null) facts.push({ on: 'path', text: path, line: lineAt(node.from) });
    },
  });
  return facts;
}

const textOf = (node: SyntaxNode, source: string): string => source.slice(node.from, node.to);

/** `event.a.b` for a chain of constant keys on the event; null for anything else. */
function pathOf(node: SyntaxNode, source: string, names: ReadonlySet<string>): string | null {
  const keys: string[] = [];
  let at: SyntaxNode | null = node;
  while (at !== null) {
    if (at.name === 'VariableName') {
      return names.has(textOf(at, source)) && keys.length > 0 ? ['event', ...keys.reverse()].join('.') : null;
    }
    if (at.name === 'CallExpression') {
      at = at.firstChild; // the key of `.get("key")` is taken when its member is met
      continue;
    }
    if (at.name !== 'MemberExpression') return null;
    const key = keyOf(at, source);
    if (key === null) return null;
    keys.push(key);
    at = at.firstChild;
  }
  return null;
}

/** The key of `x["key"]`, or of `x.get("key")`. */
function keyOf(member: SyntaxNode, source: string): string | null {
  const text = member.getChild('String');
  if (text) return unquoted(textOf(text, source));
  const property = member.getChild('PropertyName');
  if (!property || !READERS.has(textOf(property, source))) return null;
  const argument = member.parent?.getChild('ArgList')?.getChild('String');
  return argument ? unquoted(textOf(argument, source)) : null;
}

const unquoted = (text: string): string | null => /^[rRuUbB]?(["'])([\w-]+)\1$/.exec(text)?.[2] ?? null;

/** The line (from 1) of a position, by halving: a file may have a hundred thousand places. */
function lines(source: string): (position: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (position) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
