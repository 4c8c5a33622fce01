import { expect, it } from 'vitest';
import { callbackPlace, callbackWords } from './callbacks.ts';

const placeIn = (content: string, handler = 'handler', path = 'index.js') =>
  callbackPlace([{ path, content }], handler);

it.each([
  'exports.handler = (event, context, callback) => callback(null, 1);',
  'export const handler = async (event, context, done) => {};',
  'module.exports = { handler: function (a, b, c) { work(a).then((r) => c(null, r), c); } };',
  'export const handler = (event, context) => { context.succeed(1); };',
  'export const handler = (event, ctx) => { work().then(ctx.done); };',
])('%s answers later', (code) => {
  expect(placeIn(code)).toEqual({ file: 'index.js', line: 1 });
});

it('the handler has the name that the workload gives it, and the place is told', () => {
  const code = 'const a = 1;\nexports.run = (event, context, callback) => callback(null, a);';
  expect(placeIn(code)).toBeNull();
  expect(callbackWords(placeIn(code, 'run'))).toContain(
    '(index.js:2). AWS Lambda takes such answers up to Node 22',
  );
});

it.each([
  ['exports.handler = async (event, context) => context.awsRequestId;', 'index.js'],
  ['exports.other = (a, b, c) => c(null, a);', 'index.js'],
  ['exports.handler = (event, context, callback) =>', 'index.js'],
  ['def handler(event, context, callback): context.done()', 'handler.py'],
])('%s does not', (code, path) => {
  expect(callbackPlace([{ path, content: code }], 'handler')).toBeNull();
  expect(callbackWords(null)).toBeNull();
});
