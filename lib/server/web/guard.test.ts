import { describe, expect, it } from 'vitest';
import { type GuardConfig, type GuardedRequest, guard } from './guard.ts';

const loopback: GuardConfig = { allowedHosts: [], token: null };
const exposed: GuardConfig = { allowedHosts: ['crossover.example'], token: 'a-long-secret-token' };

const request = (headers: GuardedRequest['headers'], url = '/', method = 'GET'): GuardedRequest => ({
  method,
  url,
  headers: { host: 'localhost:3000', ...headers },
});
const status = (given: GuardedRequest, config = loopback) => {
  const decision = guard(given, config);
  return decision.allow ? 200 : decision.status;
};

describe('guard on loopback', () => {
  const navigate = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  it.each([
    [
      'a browser page of ours',
      request({ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, '/api/workloads', 'POST'),
      200,
    ],
    ['a typed address', request({ 'sec-fetch-site': 'none', ...navigate }), 200],
    ['a command-line client', request({}, '/api/samples'), 200],
    ['a link on another site', request({ 'sec-fetch-site': 'cross-site', ...navigate }), 200],
    ['IPv6 loopback', request({ host: '[::1]:3000' }), 200],
  ])('allows %s', (_what, given, expected) => expect(status(given)).toBe(expected));

  it.each([
    [
      'a form of another site',
      request(
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', ...navigate },
        '/api/playground/runs',
        'POST',
      ),
    ],
    [
      'a script of another site without Origin',
      request({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, '/api/samples'),
    ],
    [
      'a frame on another site',
      request({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
    [
      'another port of this machine',
      request({ origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' }, '/api/workloads', 'POST'),
    ],
    ['a sandboxed frame (Origin: null)', request({ origin: 'null' }, '/api/workloads', 'POST')],
    ['a rebound name', request({ host: 'evil.example:3000' }, '/api/samples')],
    ['a name that begins like ours', request({ host: 'localhost.evil.example' })],
    ['no host', request({ host: undefined })],
  ])('refuses %s', (_what, given) => expect(status(given)).toBe(403));

  it.each([
    'http://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '*',
    '',
    '/r/%00',
    '/r/%F0%9F',
    '/%zz',
  ])('refuses an address that is no readable path: "%s"', (url) =>
    expect(status(request({}, url))).toBe(400),
  );
});

describe('guard beyond loopback', () => {
  const at = (url: string, headers = {}, method = 'GET') =>
    status(request({ host: 'crossover.example', ...headers }, url, method), exposed);

  it('demands the token', () => {
    expect(at('/')).toBe(401);
    expect(at('/api/experiments')).toBe(401);
    expect(at('/', { cookie: 'crossover_token=wrong' })).toBe(401);
    expect(at('/', { cookie: 'other=1; crossover_token=a-long-secret-token' })).toBe(200);
    expect(at('/api/experiments', { authorization: 'Bearer a-long-secret-token' })).toBe(200);
  });

  it('demands it on loopback names too: a tunnel may end there', () => {
    expect(status(request({}), exposed)).toBe(401);
  });

  it('leaves shared reports open, and nothing that only looks like one', () => {
    expect(at('/r/AbCdEfGhIjKlMnOpQrStUv')).toBe(200);
    expect(at('/api/shares/AbCdEfGhIjKlMnOpQrStUv/report.json')).toBe(200);
    expect(at('/api/shares/AbCdEfGhIjKlMnOpQrStUv', {}, 'DELETE')).toBe(401);
    expect(at('/r/../api/experiments')).toBe(401);
    expect(at('/r/x/../../api/experiments')).toBe(401);
    expect(at('//evil.example/r/x')).toBe(400);
    expect(at('/_next/static/chunks/a~b-1.css')).toBe(200);
  });

  it.each([
    '/api/experiments/../../_next/static/x',
    '/api/experiments/%2e%2e/%2e%2e/r/AbCdEfGhIjKlMnOpQrStUv',
    '/_next/static/..%2f..%2fapi%2fexperiments',
    '/_next/static/#/../../api/experiments',
    '/r/AbCdEfGhIjKlMnOpQrStUv%2f..%2f..%2fapi',
  ])('demands the token for what another reader could take for something else: %s', (url) =>
    expect(at(url)).toBe(401),
  );

  it('demands the token for anything but reading, also at a public address', () => {
    expect(at('/r/AbCdEfGhIjKlMnOpQrStUv', {}, 'POST')).toBe(401);
  });

  it('takes the token out of the address and never redirects elsewhere', () => {
    const decision = guard(
      request({ host: 'crossover.example' }, '/learn?token=a-long-secret-token&x=1'),
      exposed,
    );
    expect(decision).toMatchObject({ status: 303, location: '/learn?x=1', setToken: true });
    expect(at('//evil.example/?token=a-long-secret-token')).toBe(400);
    expect(at('/\\evil.example/?token=a-long-secret-token')).toBe(400);
  });
});
