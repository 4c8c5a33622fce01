import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readEnv } from '#lib/server/env.ts';
import { accessToken, openTo } from './access-token.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'token-'));
  vi.stubEnv('CROSSOVER_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const beyond = () => accessToken({ ...readEnv(), CROSSOVER_HOST: '0.0.0.0', CROSSOVER_TOKEN: undefined });

it('is made once, for its owner alone, and kept', () => {
  const token = beyond();
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(beyond()).toBe(token);
  expect(statSync(join(home, 'token')).mode & 0o777).toBe(0o600);
});

it('is taken from the file when it is long enough, as one that was put there by hand', () => {
  writeFileSync(join(home, 'token'), `${'t'.repeat(16)}\n`);
  expect(beyond()).toBe('t'.repeat(16));
});

it.each(['', '\n', 't'.repeat(15)])('is made anew when a full disk left %j in its file', (left) => {
  writeFileSync(join(home, 'token'), left);
  const token = beyond();
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(readFileSync(join(home, 'token'), 'utf8')).toBe(token);
});

it('is demanded of everybody when it was chosen, of a machine that publishes the port on its loopback too', () => {
  const published = { ...readEnv(), CROSSOVER_PUBLISHED: '127.0.0.1:3000', CROSSOVER_TOKEN: undefined };
  expect(openTo(published)).toBe('127.0.0.1:3000');
  expect(openTo({ ...published, CROSSOVER_TOKEN: 't'.repeat(16) })).toBe('');
  expect(openTo({ ...published, CROSSOVER_PUBLISHED: undefined })).toBe('');
});
