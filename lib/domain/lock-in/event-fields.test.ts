import { describe, expect, it } from 'vitest';
import { missingEventFields, missingFieldWords } from './event-fields.ts';

const HANDLER = (body: string, parameters = 'event') =>
  `export const run = async (${parameters}) => { ${body} };`;
const fields = (content: string, path = 'index.js', handler = 'run') =>
  missingEventFields([{ path, content }], handler).map(({ field }) => field);

describe('fields that the event of a request does not have', () => {
  it.each([
    ['a REST API', HANDLER('return event.httpMethod + event.path;'), ['event.httpMethod', 'event.path']],
    ['by another name', HANDLER('return e.httpMethod;', 'e'), ['event.httpMethod']],
    ['taken apart', HANDLER('return httpMethod;', '{ httpMethod, body }'), ['event.httpMethod']],
    ['taken apart within', HANDLER('const { pathParameters: { id } } = event;'), ['event.pathParameters']],
    ['in brackets', HANDLER("return event['multiValueHeaders'];"), ['event.multiValueHeaders']],
    [
      'a load balancer',
      HANDLER('return event.requestContext.elb.targetGroupArn;'),
      ['event.requestContext.elb'],
    ],
    [
      'an authorizer',
      HANDLER('return event.requestContext?.authorizer?.claims;'),
      ['event.requestContext.authorizer'],
    ],
    ['a queue', HANDLER('for (const record of event.Records) use(record.body);'), ['event.Records']],
    [
      'EventBridge',
      HANDLER("return event.detail.id + event['detail-type'];"),
      ['event.detail', 'event.detail-type'],
    ],
    ['a caller of its own', HANDLER('return event.n * 2;'), ['event.n']],
    ['CommonJS', 'exports.run = async (e) => e.httpMethod;', ['event.httpMethod']],
  ])('%s', (_, code, expected) => expect(fields(code)).toEqual(expected));

  it.each([
    ['the HTTP API itself', HANDLER('return event.rawPath + event.requestContext.http.method + event.body;')],
    ['code for both formats', HANDLER('return event.requestContext?.http?.method ?? event.httpMethod;')],
    ['code for both paths', HANDLER('return event.rawPath ?? event.path;')],
    ['what is put on the event', HANDLER('event.user = 1; return event.body;')],
    ['an event that is passed on', HANDLER('return app(event);')],
    ['an array’s members', HANDLER('return event.headers.accept.split(",");')],
    ['other objects', HANDLER('return request.httpMethod;')],
    ['code that does not parse', 'export const run = ('],
  ])('not in %s', (_, code) => expect(fields(code)).toEqual([]));

  it('are seen in a helper that is given the event, with its file', () => {
    const files = [
      { path: 'index.js', content: "import { go } from './go.js'; export const run = (event) => go(event);" },
      { path: 'go.js', content: 'export const go = (event) =>\n  event.resource;' },
    ];
    expect(missingEventFields(files, 'run')).toMatchObject([
      { file: 'go.js', line: 2, field: 'event.resource' },
    ]);
  });

  it.each([
    ['a REST API', 'def run(event, context):\n  return event["httpMethod"]', ['event.httpMethod']],
    ['by another name', 'def run(e, _):\n  return e.get("path", "/")', ['event.path']],
    [
      'within',
      "def run(event, c):\n  return event['requestContext'].get('authorizer')",
      ['event.requestContext.authorizer'],
    ],
    ['a queue', 'def run(event, c):\n  for r in event["Records"]:\n    print(r["body"])', ['event.Records']],
    ['both formats', 'def run(event, c):\n  return event.get("rawPath") or event["path"]', []],
    ['a body', 'def run(event, c):\n  return event["body"]', []],
    ['no Python', 'def run(event, c:\n  return ((event[', []],
  ])('in Python: %s', (_, code, expected) => expect(fields(code, 'app.py')).toEqual(expected));
});

describe('the sentence', () => {
  it('names field, place, sender and the field to read instead', () => {
    const missing = missingEventFields(
      [{ path: 'a.js', content: HANDLER('\nreturn event.httpMethod;') }],
      'run',
    );
    expect(missingFieldWords(missing)).toBe(
      'The code reads event.httpMethod (a.js:2), which a REST API (format 1.0) or a load balancer sends. Requests here are events of an HTTP API (format 2.0), where it is undefined, so the run measures what the code does without it. Read event.requestContext.http.method instead.',
    );
  });

  it('names at most four fields, and says nothing of nothing', () => {
    const code = HANDLER('use(event.a, event.b, event.c, event.d, event.e, event.f);');
    const words = missingFieldWords(missingEventFields([{ path: 'a.js', content: code }], 'run'));
    expect(words).toContain('event.a, event.b, event.c, event.d and 2 more');
    expect(words).toContain('they are undefined');
    expect(missingFieldWords([])).toBeNull();
  });
});
