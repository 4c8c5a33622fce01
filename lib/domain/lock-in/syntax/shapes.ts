import type { Pattern, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { Shape } from '../signals/signal.ts';
import { type Exported, isFunction } from './exports.ts';
import type { Fact } from './fact.ts';
import { keyOf, textOf } from './paths.ts';

const HANDLER = /^(default\.)?(handler|lambdaHandler)$/;
const RESPONSE = ['body', 'headers', 'isBase64Encoded', 'multiValueHeaders', 'cookies'];

interface Rule {
  shape: Shape;
  test: (exported: Exported) => boolean;
}

/** What a module exports that only one platform calls. */
const RULES: readonly Rule[] = [
  { shape: 'lambda-handler', test: ({ name, value }) => HANDLER.test(name) && takes(value, 1) },
  { shape: 'fetch-handler', test: ({ name, value }) => name === 'default.fetch' && takes(value, 1) },
  { shape: 'scheduled-handler', test: ({ name, value }) => name === 'default.scheduled' && takes(value, 1) },
  {
    shape: 'openwhisk-main',
    test: ({ name, value }) =>
      /^(default\.)?main$/.test(name) && isFunction(value) && value.params.length === 1,
  },
  { shape: 'route-config', test: ({ name, value }) => name === 'runtime' && textOf(value) === 'edge' },
  { shape: 'route-config', test: ({ name }) => name === 'maxDuration' || name === 'preferredRegion' },
];

/** Event, context and callback. */
const WITH_CALLBACK = 3;

/** A wrapped handler, e.g. `middy(fn)`, counts: its parameters cannot be seen. */
const takes = (value: Exported['value'], least: number): boolean =>
  isFunction(value) ? value.params.length >= least : value?.type === 'CallExpression';

/** `handler`: the export that is called, beside those that are always called so. */
export function shapeFacts(program: Program, exported: readonly Exported[], handler?: string): Fact[] {
  const facts = exported.flatMap((one) =>
    RULES.filter((rule) => rule.test(one)).map((rule) => shape(rule.shape, one.line)),
  );
  for (const { name, value, line } of exported) {
    const isCalled = HANDLER.test(name) || name.replace(/^default\./, '') === handler;
    if (isCalled && isFunction(value) && value.params.length >= WITH_CALLBACK)
      facts.push(shape('callback-handler', line));
  }
  simple(program, {
    ObjectExpression(node) {
      const keys = node.properties.map((one) => (one.type === 'Property' ? keyOf(one) : null));
      if (!keys.includes('statusCode') || !keys.some((key) => key !== null && RESPONSE.includes(key))) return;
      facts.push(shape('lambda-response', node.loc?.start.line ?? 1));
    },
  });
  return facts;
}

const shape = (text: Shape, line: number): Fact => ({ on: 'shape', text, line });

const EVENT_AND_CONTEXT = ['event', 'context'];

/** Names that the platform's contract gives to parameters. */
const PARAMETERS: readonly { test: RegExp; names: readonly string[] }[] = [
  { test: HANDLER, names: EVENT_AND_CONTEXT },
  { test: /^default\.(fetch|queue|scheduled)$/, names: ['request', 'env', 'ctx'] },
  { test: /^(default\.)?main$/, names: ['params'] },
];

export const platformParameters = (
  exported: readonly Exported[],
  handler?: string,
): [Pattern | undefined, string][] =>
  exported.flatMap(({ name, value }) => {
    const own = handler !== undefined && name.replace(/^default\./, '') === handler;
    const names = own ? EVENT_AND_CONTEXT : PARAMETERS.find(({ test }) => test.test(name))?.names;
    if (names === undefined || !isFunction(value)) return [];
    return names.map((text, index): [Pattern | undefined, string] => [value.params[index], text]);
  });
