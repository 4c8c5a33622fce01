import type { Outcome } from '#lib/domain/execution/executor.ts';

/** The text a handler answers, or how its request fails. */
export type Expected = string | { fails: Outcome };

/** A handler that answers in its own way, as an expression. */
export interface HandlerCase {
  name: string;
  handler: string;
  expected: Expected;
  /** Where many requests share the event loop, so that an empty one means nothing. */
  shared?: Expected;
  /** By the Lambda API: AWS answers null where nothing was answered. */
  api?: Expected;
  /** It changes its process, or what it could be given counts: it gets a module of its own. */
  alone?: true;
}

const NOTHING = { expected: { fails: 'invalid-response' }, api: 'null' } as const;
const UNANSWERED = { ...NOTHING, shared: { fails: 'timeout' } } as const;
const FAILS = { expected: { fails: 'handler-error' } } as const;

const one = (
  name: string,
  handler: string,
  outcome: string | Omit<HandlerCase, 'name' | 'handler'>,
): HandlerCase => ({
  ...{ name, handler },
  ...(typeof outcome === 'string' ? { expected: outcome } : outcome),
});

/** Every way in which a handler may answer or not: whatever runs handlers is tested with all of them. */
export const HANDLERS: readonly HandlerCase[] = [
  one('returns a value', "() => 'value'", 'value'),
  one('returns a promise', "() => new Promise((r) => setTimeout(r, 5, 'promise'))", 'promise'),
  one('returns what has a then', "() => ({ then: (give) => setTimeout(give, 5, 'thenable') })", 'thenable'),
  one('calls back at once', "(e, c, done) => { done(null, 'now'); }", 'now'),
  one('calls back later', "(e, c, done) => { setTimeout(() => done(null, 'later'), 20); }", 'later'),
  one('calls back with nothing', '(e, c, done) => { setTimeout(done, 5); }', 'null'),
  one('calls back with an error', "(e, c, done) => { setTimeout(() => done(new Error('no')), 5); }", FAILS),
  one(
    'calls back by an adapter',
    "(e, c, done) => { (async () => 'adapted')().then((r) => done(null, r), done); }",
    'adapted',
  ),
  one(
    'calls back and returns what it waits for',
    "(e, c, done) => setTimeout(done, 5, null, 'timer')",
    'timer',
  ),
  one(
    'answers by its context and returns what holds a promise, as adapters do',
    "(e, c) => { setTimeout(() => c.succeed('by proxy'), 5); return { promise: Promise.resolve() }; }",
    'by proxy',
  ),
  one(
    'declares a callback and returns a value beside it',
    "(e, c, done) => { setTimeout(done, 5, null, 'called'); return 'returned'; }",
    { expected: 'called', alone: true },
  ),
  one(
    'fails by an adapter',
    "(e, c, done) => { (async () => { throw 'no'; })().then((r) => done(null, r), done); }",
    FAILS,
  ),
  one(
    'succeeds later',
    "(e, context) => { setTimeout(() => context.succeed('succeeded'), 5); }",
    'succeeded',
  ),
  one('is done later', "(e, context) => { setTimeout(() => context.done(null, 'done'), 5); }", 'done'),
  one('is done with an error', "(e, context) => { setTimeout(() => context.done('no'), 5); }", FAILS),
  one('fails later', '(e, context) => { setTimeout(() => context.fail(), 5); }', FAILS),
  one('does not return its promise', "(e, c) => { Promise.resolve('kept').then(c.succeed); }", 'kept'),
  one('takes a rest parameter', "(...all) => { setTimeout(() => all[2](null, 'rest'), 5); }", 'rest'),
  one('uses arguments', "function (e) { setTimeout(arguments[2], 5, null, 'arguments'); }", 'arguments'),
  one('has a default value', "(e, c = null) => { setTimeout(() => c.succeed('default'), 5); }", 'default'),
  one('is bound', "((e, c, done) => { setTimeout(() => done(null, 'bound'), 5); }).bind(null)", 'bound'),
  one(
    'calls back twice',
    "(e, c, done) => { setTimeout(() => { done(null, 'first'); done(null, 'second'); }, 5); }",
    'first',
  ),
  one(
    'is async and calls back first',
    "async (e, c, done) => { done(null, 'first'); return 'second'; }",
    'first',
  ),
  one(
    'is async and calls back too late',
    "async (e, c, done) => { setTimeout(() => done(null, 'late'), 5); }",
    NOTHING,
  ),
  one(
    'throws after calling back',
    "(e, c, done) => { done(null, 'called'); throw new Error('after'); }",
    'called',
  ),
  one('calls back with a circle', '(e, c, done) => { const a = {}; a.a = a; done(null, a); }', {
    expected: { fails: 'invalid-response' },
  }),
  one(
    'waits for the event loop',
    "(e, c, done) => { const a = ['early']; setTimeout(() => (a[0] = 'late'), 20); done(null, a); }",
    {
      ...{ expected: '["late"]', shared: '["early"]' },
    },
  ),
  one(
    'need not wait for the event loop',
    "(e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1e6); done(null, 'at once'); }",
    { expected: 'at once', alone: true },
  ),
  one(
    'replaces what the wrapper needs',
    "(e, c, done) => { process.on = process.exit = setImmediate = setTimeout = undefined; globalThis.Promise = class {}; done(null, 'replaced'); }",
    { expected: 'replaced', alone: true },
  ),
  one('returns nothing, with one parameter', '(event) => { setTimeout(() => {}, 1e6); }', {
    ...NOTHING,
    alone: true,
  }),
  one('comes to nothing', 'async () => {}', NOTHING),
  one('returns nothing, with a callback', '(e, c, done) => {}', UNANSWERED),
  one('never settles', '() => new Promise(() => {})', UNANSWERED),
];

/** The code of a module, and the path at which each of its cases is asked for. */
export interface HandlerModule<Case> {
  code: string;
  cases: readonly { path: string; it: Case }[];
}

/** One module whose handler does at `/n` what the nth expression does: a sandbox for all of them is made once. */
const together = <Case>(cases: readonly Case[], expression: (it: Case) => string): HandlerModule<Case> => ({
  code: `const all = [${cases.map(expression).join(',\n')}];
exports.handler = function (event) { return all[Number(event.rawPath.slice(1))].apply(null, arguments); };`,
  cases: cases.map((it, index) => ({ path: `/${index}`, it })),
});

export const MODULES: readonly HandlerModule<HandlerCase>[] = [
  together(
    HANDLERS.filter(({ alone }) => !alone),
    ({ handler }) => handler,
  ),
  ...HANDLERS.filter(({ alone }) => alone).map((it) => ({
    code: `exports.handler = ${it.handler};`,
    cases: [{ path: '/', it }],
  })),
];

const REJECTION = /Runtime\.UnhandledPromiseRejection.*stray/;
const EXCEPTION = /Uncaught Exception.*stray/;

const ERRORS: readonly { name: string; left: string; text: RegExp }[] = [
  { name: 'a rejection', left: "Promise.reject(new Error('stray'))", text: REJECTION },
  { name: 'a rejection without an Error', left: "Promise.reject('stray')", text: REJECTION },
  {
    name: 'a rejection one turn later',
    left: "new Promise((r, no) => setImmediate(no, 'stray'))",
    text: REJECTION,
  },
  { name: 'a throw in the next tick', left: "process.nextTick(() => { throw 'stray'; })", text: EXCEPTION },
  { name: 'a throw in an immediate', left: "setImmediate(() => { throw 'stray'; })", text: EXCEPTION },
  { name: 'a throw in a timer of 0 ms', left: "setTimeout(() => { throw 'stray'; }, 0)", text: EXCEPTION },
];

/** Handlers that leave an error behind which nobody awaits; each answers how often its environment was called. */
export const LEFT_BEHIND = together(
  ERRORS,
  ({ left }) =>
    `async () => { globalThis.calls = (globalThis.calls ?? 0) + 1; ${left}; return 'call ' + calls; }`,
);
