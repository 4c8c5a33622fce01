import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { cleanEnvironment } from './host/clean-environment.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./testing/strict-umask-main.ts', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'cu-'));
chmodSync(home, 0o755);
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function answers(umask: string): Promise<string> {
  const env = cleanEnvironment({ CROSSOVER_HOME: join(home, 'home'), NODE_NO_WARNINGS: '1' });
  const script = 'umask "$1"; shift; exec "$@"';
  const { stdout } = await run('/bin/sh', ['-c', script, 'sh', umask, process.execPath, program], { env });
  return stdout.trim();
}

const FINE = /^function lib \d+,lib \d+\ncontainer lib \d+,lib \d+$/;

it('whoever starts with a strict umask gets the same modes, and a damaged base image is made again', async () => {
  expect(await answers('077')).toMatch(FINE);
  const images = join(home, 'home/images');
  const [base = ''] = readdirSync(images);
  const rootfs = join(images, base, 'rootfs');
  chmodSync(rootfs, 0o700);
  expect(await answers('022')).toMatch(FINE);
  rmSync(join(rootfs, 'etc/hosts'));
  chmodSync(join(rootfs, 'usr/local'), 0o700);
  expect(await answers('077')).toMatch(FINE);
  expect(statSync(join(rootfs, 'usr/local')).mode & 0o777).toBe(0o755);
});
