import { describe, expect, it } from 'vitest';
import { httpAnswer, httpEvent } from './http.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const request = {
  requestId: 'id',
  method: 'POST',
  target: '/my/path?parameter1=value1&parameter1=value2&parameter2=value',
  headers: [
    ['Host', 'localhost:3000'],
    ['Cookie', 'cookie1=a; cookie2=b'],
    ['Header1', 'value1'],
    ['header1', 'value2'],
    ['User-Agent', 'agent'],
  ],
  body: bytes('Hello from client!'),
  sourceIp: '127.0.0.1',
  at: Date.UTC(2020, 2, 12, 19, 3, 58, 390),
} as const;

describe('an HTTP request', () => {
  // The example of the developer guide, as far as a request without an authorizer has it.
  it('is an event in payload format 2.0', () => {
    expect(httpEvent(request)).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/my/path',
      rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
      cookies: ['cookie1=a', 'cookie2=b'],
      headers: { host: 'localhost:3000', header1: 'value1,value2', 'user-agent': 'agent' },
      queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
      requestContext: {
        ...{
          accountId: '000000000000',
          apiId: 'crossover',
          domainName: 'localhost',
          domainPrefix: 'localhost',
        },
        http: {
          method: 'POST',
          path: '/my/path',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'agent',
        },
        ...{ requestId: 'id', routeKey: '$default', stage: '$default' },
        ...{ time: '12/Mar/2020:19:03:58 +0000', timeEpoch: 1584039838390 },
      },
      body: 'Hello from client!',
      isBase64Encoded: false,
    });
  });

  it('has its bytes in base64 when they are no text', () => {
    const binary = {
      ...request,
      headers: [['content-type', 'image/png']] as const,
      body: new Uint8Array([0, 255]),
    };
    expect(httpEvent(binary)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    const told = (headers: [string, string][], ...body: number[]) => {
      const { body: content, isBase64Encoded } = httpEvent({
        ...request,
        headers,
        body: new Uint8Array(body),
      });
      return [content, isBase64Encoded];
    };
    expect(told([], 255, 254)).toEqual(['//4=', true]);
    expect(told([['content-type', 'application/json']], 0x1f, 0x8b)).toEqual(['H4s=', true]);
    expect(told([['Content-Encoding', 'gzip']], 104, 105)).toEqual(['aGk=', true]);
    expect(told([['Content-Encoding', 'identity']], 104, 105)).toEqual(['hi', false]);
    expect(told([], 0xef, 0xbb, 0xbf, 104)).toEqual(['\ufeffh', false]);
    expect(httpEvent({ ...request, body: new Uint8Array() })).not.toHaveProperty('body');
  });

  it.each<[string, string, number, string, [string, string][]]>([
    ['a plain value', '{"a":1}', 200, '{"a":1}', [['content-type', 'application/json']]],
    // The guide shows the very value with its quotation marks: content-length 15 for "Hello, world!".
    ['a string', '"Hello, world!"', 200, '"Hello, world!"', [['content-type', 'application/json']]],
    [
      'status, headers and cookies',
      '{"statusCode":201,"headers":{"A":"b","Content-Type":"text/plain"},"cookies":["x=1","y=2"],"body":"made"}',
      ...([
        201,
        'made',
        [
          ['a', 'b'],
          ['content-type', 'text/plain'],
          ['set-cookie', 'x=1'],
          ['set-cookie', 'y=2'],
        ],
      ] as [number, string, [string, string][]]),
    ],
    [
      'base64',
      '{"statusCode":200,"body":"aGk=","isBase64Encoded":true}',
      200,
      'hi',
      [['content-type', 'application/json']],
    ],
    [
      'a status out of range',
      '{"statusCode":9}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
    [
      'a header that breaks out',
      '{"statusCode":200,"headers":{"a":"b\\r\\nc: d"}}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
    [
      'a body that is no text',
      '{"statusCode":200,"body":{}}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
  ])('is answered by %s', (_name, payload, status, body, headers) => {
    const answer = httpAnswer(payload);
    expect([answer.status, new TextDecoder().decode(answer.body), answer.headers]).toEqual([
      status,
      body,
      headers,
    ]);
  });
});
