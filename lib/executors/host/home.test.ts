import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { checkoutId, crossoverHome, homeDirectory, makeDirectory } from './home.ts';

const base = mkdtempSync(join(tmpdir(), 'home-'));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(base, { recursive: true }));
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('home', () => {
  it('is where CROSSOVER_HOME says', () => {
    vi.stubEnv('CROSSOVER_HOME', join(base, 'here'));
    expect(crossoverHome()).toBe(join(base, 'here'));
    expect(homeDirectory('functions')).toBe(join(base, 'here', 'functions'));
  });

  it('gives what it makes the mode asked for, whatever the umask, and leaves the rest', () => {
    const before = process.umask(0o077);
    try {
      const path = makeDirectory(join(base, 'a/b/c'), 0o755);
      expect([path, join(base, 'a/b'), join(base, 'a')].map(modeOf)).toEqual([0o755, 0o755, 0o755]);
      expect(modeOf(base)).toBe(0o700);
      makeDirectory(base, 0o755);
      expect(modeOf(base)).toBe(0o700);
    } finally {
      process.umask(before);
    }
  });

  it.each([
    ['a file', () => join(base, 'file')],
    ['below a file', () => join(base, 'file/home')],
    ['nowhere', () => '/proc/nowhere'],
  ])('that is %s is said in words, without its path', (_what, place) => {
    writeFileSync(join(base, 'file'), '');
    vi.stubEnv('CROSSOVER_HOME', place());
    expect(() => crossoverHome()).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          ...{ code: 'home-unusable', owner: 'yours' },
          message: expect.stringMatching(/^Crossover cannot write to its own directory \(\w+\)\.$/),
        }),
      }),
    );
  });

  it('a checkout has a short stable name', () => {
    expect(checkoutId).toMatch(/^[0-9a-f]{8}$/);
  });
});
