import { expect, test } from 'vitest';
import { opensHereOnly } from './loopback.ts';

test.each([
  ...['localhost', 'LOCALHOST', 'app.localhost', 'localhost.', '127.0.0.1', '127.1.2.3', '[::1]'],
  ...['[::ffff:7f00:1]', '0.0.0.0', '[::]'],
])('a link to %s opens here only', (host) => expect(opensHereOnly(host)).toBe(true));

test.each([
  ...['crossover.example', '192.168.1.10', '10.0.0.7', 'my-mac.local', '[fe80::1]', '128.0.0.1'],
  ...['localhost.example.com', 'notlocalhost', '127.0.0.1.nip.io'],
])('a link to %s opens elsewhere', (host) => expect(opensHereOnly(host)).toBe(false));
