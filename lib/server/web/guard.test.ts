import { beforeEach, describe, expect, it } from 'vitest';
import { type GuardConfig, type GuardedRequest, guard, tokenCookie } from './guard.ts';
import { GUESSES, Guesses, placeOf } from './guesses.ts';

const TOKEN = 'a-long-secret-token';
let now = 0;
const configOf = (token: string | null): GuardConfig => ({
  ...{ allowedHosts: ['crossover.example'], token, guesses: new Guesses(() => now) },
});
const loopback: GuardConfig = { ...configOf(null), allowedHosts: [] };
let exposed = configOf(TOKEN);
beforeEach(() => {
  exposed = configOf(TOKEN);
});

const request = (headers: GuardedRequest['headers'], url = '/', method = 'GET'): GuardedRequest => ({
  method,
  url,
  headers: { host: 'localhost:3000', ...headers },
  rawHeaders: ['Host', 'localhost:3000'],
  address: '192.0.2.1',
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
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
  ])('refuses an address that is no readable path: "%s"', (url) =>
    expect(status(request({}, url))).toBe(400),
  );
});

describe('a request that two readers could take for two', () => {
  const twice = (name: string) => ({
    ...request({ [name]: 'x', host: 'localhost' }),
    rawHeaders: ['Host', 'localhost', name, 'x', name.toUpperCase(), 'y'],
  });

  it.each(['host', 'origin', 'authorization', 'content-type', 'content-length', 'sec-fetch-site'])(
    'has a header twice: %s',
    (name) => expect(status(twice(name))).toBe(400),
  );
  it('may have others twice', () => expect(status(twice('x-anything'))).toBe(200));

  it.each(['TRACE', 'CONNECT', 'PATCH', 'PROPFIND', 'get'])(
    'has a method that no route takes: %s',
    (method) => expect(status(request({}, '/', method))).toBe(405),
  );
});

describe('guard behind a port that a container engine publishes on loopback', () => {
  const published = (): GuardConfig => ({ ...exposed, neighbours: new Set(['172.18.0.1']) });
  const from = (address: string, url = '/', headers = {}) =>
    guard({ ...request(headers, url), address }, published());

  it('demands no token of the machine that publishes it, and one of everybody else', () => {
    expect(from('172.18.0.1')).toEqual({ allow: true });
    expect(from('::ffff:172.18.0.1')).toEqual({ allow: true });
    expect(from('172.18.0.10')).toMatchObject({ status: 401 });
    expect(from('192.0.2.1')).toMatchObject({ status: 401 });
  });

  it('takes a token out of the address also then, and refuses another site as ever', () => {
    expect(from('172.18.0.1', `/learn?token=${TOKEN}`)).toMatchObject({ status: 303, location: '/learn' });
    expect(from('172.18.0.1', '/', { host: 'evil.example' })).toMatchObject({ status: 403 });
  });
});

describe('guard beyond loopback', () => {
  const at = (url: string, headers = {}, method = 'GET') =>
    status(request({ host: 'crossover.example', ...headers }, url, method), exposed);

  it('demands the token', () => {
    expect(at('/')).toBe(401);
    expect(at('/api/experiments')).toBe(401);
    expect(at('/', { cookie: 'crossover_token=wrong' })).toBe(401);
    expect(at('/', { cookie: `other=1; crossover_token=${tokenCookie(TOKEN)}` })).toBe(200);
    expect(at('/', { cookie: `crossover_token=${TOKEN}` })).toBe(401);
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

  it('knows who has shown it by a cookie that is not it', () => {
    expect(at('/', { cookie: `crossover_token=${tokenCookie(TOKEN)}` })).toBe(200);
    expect(at('/', { cookie: `crossover_token=${tokenCookie('another-secret-token')}` })).toBe(401);
    expect(tokenCookie(TOKEN)).not.toContain(TOKEN);
  });

  const guess = (address: string, token = 'wrong', headers = {}) =>
    guard({ ...request({ host: 'crossover.example', ...headers }, `/?token=${token}`), address }, exposed);
  const wrongly = (times: number, addressOf: (at: number) => string) =>
    Array.from({ length: times }, (_, at) => guess(addressOf(at)));

  it('compares 10 wrong tokens of an address in a minute, and then none, not the right one either', () => {
    const first = wrongly(GUESSES.perAddress, () => '192.0.2.1');
    expect(first.every((decision) => 'status' in decision && decision.status === 401)).toBe(true);
    expect(guess('192.0.2.1', TOKEN)).toMatchObject({ status: 429, retrySeconds: 60 });
    expect(guess('192.0.2.1', 'x', { authorization: `Bearer ${TOKEN}` })).toMatchObject({ status: 429 });
    expect(guess('192.0.2.2', TOKEN)).toMatchObject({ status: 303 });
    expect(at('/', { cookie: `crossover_token=${tokenCookie(TOKEN)}` })).toBe(200);
    expect(at('/')).toBe(401);
    now += 60_000;
    expect(guess('192.0.2.1', TOKEN)).toMatchObject({ status: 303 });
  });

  it('lets the right token after nine wrong ones', () => {
    wrongly(GUESSES.perAddress - 1, () => '192.0.2.1');
    expect(guess('192.0.2.1', TOKEN)).toMatchObject({ status: 303 });
  });

  it('compares 100 of all addresses in a minute, and of a network of IPv6 as of one address', () => {
    wrongly(GUESSES.inAll - 1, (n) => `192.0.2.${n + 10}`);
    expect(guess('192.0.2.250', TOKEN)).toMatchObject({ status: 303 });
    guess('192.0.2.251');
    expect(guess('192.0.2.250', TOKEN)).toMatchObject({ status: 429 });
    expect(placeOf('2001:db8:1:2:3:4:5:6')).toBe(placeOf('2001:db8:1:2:ffff::1'));
    expect(placeOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
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
