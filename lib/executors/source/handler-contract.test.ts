import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { callHandler, canAnswerLater, oneTurn } from './handler-contract.mjs';

const handlerOf = (source: string): (() => unknown) => new Function(`return ${source}`)() as () => unknown;

it.each([
  '() => 1',
  'e => 1',
  'async e => 1',
  '(event) => 1',
  'async (event) => 1',
  'async(event) => 1',
  '({ body, headers: { host } }) => 1',
  '([first]) => 1',
  'function (event) { return (a, b = 1, ...c) => 1; }',
  'async function handler(event) {}',
  'function* handler(event) {}',
  'async function* handler(event) {}',
  '({ handler(event) {} }).handler',
  '({ async handler(event,) {} }).handler',
  '({ *handler(event) {} }).handler',
])('%s gets neither callback nor context', (source) => {
  expect(canAnswerLater(handlerOf(source))).toBe(false);
});

it.each([
  '(event, context) => 1',
  '(event, context = {}) => 1',
  '(event = {}, context) => 1',
  '(...all) => 1',
  '(event, ...rest) => 1',
  '({ body }, ...rest) => 1',
  '({ body = 1 }) => 1',
  '(event /* , context */) => 1',
  'function (event) { return arguments[2]; }',
  'function (event) { return eval("argu" + "ments"); }',
  '((event, context) => 1).bind(null)',
  '((event) => 1).bind(null)',
  'new Proxy((event) => 1, {})',
  'Object.defineProperty(() => 1, "length", { get() { throw 1; } })',
  'Object.defineProperty(() => 1, "length", { value: 3 })',
  '({ "the handler"(event, context = 1) {} })["the handler"]',
])('%s could get a callback or a context', (source) => {
  expect(canAnswerLater(handlerOf(source))).toBe(true);
});

it('an error after the answer is told, and changes nothing', async () => {
  const late: unknown[] = [];
  const ways = { late: (thrown: unknown) => void late.push(thrown) };
  const answer = await callHandler(
    async (_event, _context, callback) => {
      callback(null, 1);
      throw new Error('after');
    },
    {},
    {},
    ways,
  );
  await oneTurn();
  expect([answer, late]).toEqual([{ value: 1 }, [new Error('after')]]);
});

it('a promise given to the callback is an answer, not something to wait for', async () => {
  const promise = new Promise(() => {});
  const answer = await callHandler((_event, _context, callback) => callback(null, promise), {}, {});
  expect(answer).toEqual({ value: promise });
});

type Calling = (event: unknown, context: { succeed?: (value: unknown) => void }, done: () => void) => unknown;

it.each<[string, Calling]>([
  ['a callback is declared', (_event, _context, _done) => 'returned'],
  ['the value is a timer', (_event, _context) => setTimeout(() => {}, 0)],
  ['the value is an immediate', (_event, _context) => setImmediate(() => {})],
  ['the value emits events', (_event, _context) => new EventEmitter()],
  ['the value holds a promise, as of web adapters', (_event, _context) => ({ promise: Promise.resolve() })],
])('what is returned at once is no answer where %s', async (_name, handler) => {
  const empty: (() => void)[] = [];
  const context: Parameters<Calling>[1] = {};
  const later = callHandler(handler, {}, context);
  context.succeed?.('later');
  expect(await later).toEqual({ value: 'later' });
  const never = callHandler(handler, {}, {}, { whenEmpty: (listener) => void empty.push(listener) });
  for (const listener of empty) listener();
  expect(await never).toEqual({ missing: 'ignored' });
});

it.each([
  ['a literal beside a context', (_event: unknown, _context: unknown) => ({ on: 1 }), { on: 1 }],
  ['a class beside a context', (_event: unknown, _context: unknown) => new Date(0), new Date(0)],
  ['a list', (_event: unknown, _context: unknown) => [null], [null]],
])('%s, returned at once, is an answer', async (_name, handler, value) => {
  expect(await callHandler(handler, {}, {})).toEqual({ value });
});

it.each([
  ['with time left', 0],
  ['when the timers are due at once', 5],
])(
  'one turn takes microtasks, immediates and timers of 0 ms with it, and no later timer, %s',
  async (_, busyMs) => {
    const seen: string[] = [];
    // From here on, the event loop looks at timers before it looks at immediates.
    await new Promise((resolve) => setImmediate(resolve));
    const later = setTimeout(() => seen.push('later'), 1_000);
    setTimeout(() => seen.push('timer'), 0);
    setImmediate(() => seen.push('immediate'));
    void Promise.resolve().then(() => seen.push('microtask'));
    const turn = oneTurn();
    for (const end = performance.now() + busyMs; performance.now() < end; );
    await turn;
    clearTimeout(later);
    expect(seen.sort()).toEqual(['immediate', 'microtask', 'timer']);
  },
);
