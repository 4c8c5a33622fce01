import { type CallExpression, type Node, type Program, parse } from 'acorn';
import { simple } from 'acorn-walk';
import { bindings } from './bindings.ts';
import { exportsOf } from './exports.ts';
import type { Fact } from './fact.ts';
import { type Aliases, pathOf, textOf } from './paths.ts';
import { platformParameters, shapeFacts } from './shapes.ts';
import { textFacts } from './texts.ts';

/**
 * What JavaScript code does and what its strings say, from its syntax tree: comments count as nothing, and strings
 * are never mistaken for code.
 * `handler`: the export whose parameters are event and context, beside those that are always called so.
 * @throws SyntaxError when it is neither a module nor a script.
 */
export function codeFacts(source: string, handler?: string): Fact[] {
  const program = parseEither(source);
  const exported = exportsOf(program);
  const { aliases, taken } = bindings(program, platformParameters(exported, handler));
  const paths = [...taken, ...memberFacts(program, aliases)];
  return [
    ...importFacts(program),
    ...paths,
    ...paths.flatMap(envFact),
    ...shapeFacts(program, exported, handler),
    ...textFacts(program),
  ];
}

function parseEither(source: string): Program {
  const options = { ecmaVersion: 'latest', locations: true, allowHashBang: true } as const;
  try {
    return parse(source, { ...options, sourceType: 'module', allowAwaitOutsideFunction: true });
  } catch (asModule) {
    try {
      return parse(source, { ...options, sourceType: 'script', allowReturnOutsideFunction: true });
    } catch {
      throw asModule;
    }
  }
}

const lineOf = (node: Node): number => node.loc?.start.line ?? 1;

function importFacts(program: Program): Fact[] {
  const facts: Fact[] = [];
  const add = (node: Node, source: { type: string } | null | undefined) => {
    const text = textOf(source);
    if (text !== null) facts.push({ on: 'import', text, line: lineOf(node) });
  };
  simple(program, {
    ImportDeclaration: (node) => add(node, node.source),
    ExportNamedDeclaration: (node) => add(node, node.source),
    ExportAllDeclaration: (node) => add(node, node.source),
    ImportExpression: (node) => add(node, node.source),
    CallExpression(node) {
      if (/^(module\.)?require(\.resolve)?$/.test(pathOf(node.callee, NO_ALIASES) ?? ''))
        add(node, node.arguments[0]);
    },
  });
  return facts;
}

const NO_ALIASES: Aliases = new Map();

function memberFacts(program: Program, aliases: Aliases): Fact[] {
  const facts: Fact[] = [];
  const add = (node: Node, text: string | null) => {
    if (text !== null) facts.push({ on: 'path', text, line: lineOf(node) });
  };
  const called = (callee: CallExpression['callee'], before: string, after: string): string | null => {
    const path = pathOf(callee, aliases);
    return path === null ? null : `${before}${path}${after}`;
  };
  simple(program, {
    // The line of the property: in a chain over several lines each member has its own.
    MemberExpression: (node) => add(node.property, pathOf(node, aliases)),
    CallExpression(node) {
      add(
        node.callee.type === 'MemberExpression' ? node.callee.property : node,
        called(node.callee, '', '('),
      );
    },
    NewExpression: (node) => add(node, called(node.callee, 'new ', '')),
  });
  return facts;
}

function envFact(fact: Fact): Fact[] {
  const name = /^(?:globalThis\.)?process\.env\.(\w+)$/.exec(fact.text)?.[1];
  return name === undefined ? [] : [{ on: 'env', text: name, line: fact.line }];
}
