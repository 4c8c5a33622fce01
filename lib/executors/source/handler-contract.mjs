// How a handler gives its answer, and what becomes of errors that nobody awaits: the contract of AWS Lambda's Node
// runtimes up to 22. Both function paths and the container wrapper ship this very file. Plain JavaScript without
// dependencies on purpose. User code shares the process, so whatever it could replace is taken before it is loaded.

const { setImmediate, setTimeout, clearTimeout, Promise: NativePromise } = globalThis;
const activeResources = process.getActiveResourcesInfo.bind(process);
const sourceOf = Function.prototype.call.bind(Function.prototype.toString);
const { stringify } = JSON;
const { values } = Object;

/** At most one parameter, with neither a default value nor a rest parameter: in front of a body or an arrow. */
const PLAIN_PARAMETERS =
  /^(?:async\s*)?(?:function\s*\*?\s*|\*\s*)?[^\s()=.'"`[]*\s*\([^=.()/]*\)|^(?:async\s+)?[^\s()=.]+\s*=>/;
const OTHER_WAYS = /\barguments\b|\beval\b|\[native code\]/;

/**
 * Whether a function could get a callback or a context. Errs towards yes: a bound function, a proxy, a comment among
 * the parameters or the word `arguments` anywhere count as one that could.
 */
export function canAnswerLater(handler) {
  try {
    if (handler.length > 1) return true;
    const source = sourceOf(handler);
    return OTHER_WAYS.test(source) || !PLAIN_PARAMETERS.test(source);
  } catch {
    return true;
  }
}

const isNothing = (value) => value === undefined || value === null;
const isThenable = (value) => typeof value?.then === 'function';

/** A timer, a request, a server, a stream, or `{ promise }` of a web adapter: it goes on, and something else answers. */
function isUnderWay(value) {
  if (typeof value !== 'object' || value === null) return false;
  return (
    typeof value.on === 'function' || typeof value.unref === 'function' || values(value).some(isThenable)
  );
}

/**
 * Whether a value that is there at once is the answer. AWS heeds promises alone; here it counts unless the handler
 * declares a callback, or the value is the handle of something that may call a method of the context.
 */
const isAnswer = (handler, value) => handler.length <= 2 && !(isUnderWay(value) && canAnswerLater(handler));

/**
 * Calls the handler and waits for its answer: the value it returns or its promise comes to, or what it hands to the
 * callback or to `context.succeed`, `done` or `fail`, now or later; the first of these counts.
 *
 * Gives `{ value }`, or `{ missing: 'undefined' | 'empty' | 'ignored' }` when it gave none: it returned `undefined` and
 * has no other way, or the event loop is empty, perhaps after it returned what is no answer. `whenEmpty(listener)` replaces the listener that is told once the event loop
 * is empty; null where other requests share the loop: the answer then goes at the callback. `late` is told of errors
 * after the answer.
 * @throws what the handler threw, rejected with, or handed to the callback or `fail`
 */
export function callHandler(handler, event, context, { whenEmpty = null, late = () => {} } = {}) {
  return new NativePromise((resolve, reject) => {
    let open = true;
    const close = (give, outcome) => {
      if (!open) return false;
      open = false;
      give(outcome);
      return true;
    };
    const fail = (thrown) => {
      if (!close(reject, thrown)) late(thrown);
    };
    const done = (error, value) => {
      if (isNothing(error)) close(resolve, { value });
      else close(reject, error);
    };
    context.done = done;
    context.succeed = (value) => done(null, value);
    context.fail = (error) => done(error ?? 'handled');
    const callback = (error, value) => {
      if (!isNothing(error) || whenEmpty === null || context.callbackWaitsForEmptyEventLoop === false) {
        done(error, value);
      } else {
        close((outcome) => whenEmpty(() => resolve(outcome)), { value });
      }
    };
    let without = 'empty';
    whenEmpty?.(() => close(resolve, { missing: without }));
    const settle = (value) => close(resolve, value === undefined ? { missing: 'undefined' } : { value });
    try {
      const result = handler(event, context, callback);
      if (isThenable(result)) result.then(settle, fail);
      else if (result === undefined ? !canAnswerLater(handler) : isAnswer(handler, result)) settle(result);
      else if (result !== undefined) without = 'ignored';
    } catch (thrown) {
      fail(thrown);
    }
  });
}

/**
 * Settles after the microtasks and one turn of the event loop, timers of 0 ms included. A timer of Node waits for 1 ms
 * at least, behind those of the same length: only where there is one, so is this. Most handlers leave no timer, and
 * to ask for that costs a fifth of making one.
 */
export function oneTurn() {
  return new NativePromise((resolve) => {
    if (!activeResources().includes('Timeout')) return setImmediate(resolve);
    // On a busy machine the timers of a turn come before its immediates.
    const probe = setTimeout(() => setImmediate(resolve), 1);
    if (probe._idleNext !== probe._idlePrev) return;
    clearTimeout(probe);
    setImmediate(resolve);
  });
}

/** Anything can be thrown, also objects whose getters throw. */
export function describeError(thrown) {
  try {
    if (thrown instanceof Error) {
      return {
        errorType: String(thrown.name),
        errorMessage: String(thrown.message),
        trace: String(thrown.stack ?? '').split('\n'),
      };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: 'Error', errorMessage: 'a thrown value that cannot be shown', trace: [] };
  }
}

/**
 * Tells `ended` of an error that nobody caught: `{ thrown, errorType, exitCode, text }`, with the line that AWS's
 * runtime logs.
 */
export function watchUncaught(ended) {
  process.on('uncaughtException', (thrown) => {
    const told = describeError(thrown);
    const text = `Uncaught Exception\t${stringify(told)}\n`;
    ended({ event: 'uncaughtException', thrown, errorType: told.errorType, exitCode: 1, text });
  });
  process.on('unhandledRejection', (thrown) => {
    const reason = describeError(thrown);
    const errorType = 'Runtime.UnhandledPromiseRejection';
    const told = { errorType, errorMessage: `${reason.errorType}: ${reason.errorMessage}`, reason };
    const text = `Unhandled Promise Rejection\t${stringify(told)}\n`;
    ended({ event: 'unhandledRejection', thrown, errorType, exitCode: 128, text });
  });
}
