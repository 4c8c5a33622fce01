import { closeSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunctionExecutor } from '../function-executor.ts';
import { descendants, requestOf, specOf } from '../testing/support.ts';
import { argumentsFile } from './arguments.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossover-arguments-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('argumentsFile', () => {
  it('is read from its beginning and has no name', () => {
    const descriptor = argumentsFile(directory, ['--setenv', 'KEY', 'ü '.repeat(50_000)]);
    const room = Buffer.alloc(200_000);
    const text = room.toString('utf8', 0, readSync(descriptor, room, 0, room.length, null));
    closeSync(descriptor);
    expect(text.split('\0')).toEqual(['--setenv', 'KEY', 'ü '.repeat(50_000), '']);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('refuses what would be read as an option of its own', () => {
    expect(() => argumentsFile(directory, ['--setenv', 'A', 'x\0--bind\0/\0/host'])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'invalid-environment' }) }),
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("a function's environment", () => {
  const code = 'export const handler = () => process.env.TOKEN ?? "none";';

  it('reaches the function and stands on no command line', async () => {
    await using executor = createFunctionExecutor();
    const token = `token-of-${process.pid}`;
    await using deployment = await executor.deploy(specOf(code, { environment: { TOKEN: token } }));
    expect((await deployment.invoke(requestOf())).body).toBe(token);
    const lines = descendants(process.pid).map(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    expect(lines.filter((line) => line.includes('bwrap')).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes(token))).toEqual([]);
  });

  it('brings no options with it', async () => {
    await using executor = createFunctionExecutor();
    const environment = { TOKEN: 'x\0--ro-bind\0/\0/host' };
    await using deployment = await executor.deploy(specOf(code, { environment }));
    expect(await deployment.invoke(requestOf())).toMatchObject({
      outcome: 'unavailable',
      problem: { code: 'invalid-environment', owner: 'yours' },
    });
    expect(descendants(process.pid)).toEqual([]);
  });
});
