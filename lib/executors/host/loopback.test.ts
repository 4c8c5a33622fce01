import { expect, it } from 'vitest';
import { isForThisMachineOnly, isLoopback } from './loopback.ts';

it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true);
});

it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'localhost.example', ''])(
  '%j may be anybody',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

it.each([
  ['', '', true],
  ['127.0.0.1', '', true],
  ['0.0.0.0', '', false],
  ['0.0.0.0', '127.0.0.1:3000', true],
  ['0.0.0.0', 'localhost:80', true],
  ['0.0.0.0', '0.0.0.0:3000', false],
  ['0.0.0.0', '192.0.2.1:3000', false],
  ['127.0.0.1', '0.0.0.0:3000', false],
  ['0.0.0.0', '127.0.0.1.example:3000', false],
])('listening at "%s", published at "%s": for this machine only is %s', (host, published, only) => {
  expect(isForThisMachineOnly({ CROSSOVER_HOST: host, CROSSOVER_PUBLISHED: published })).toBe(only);
});
