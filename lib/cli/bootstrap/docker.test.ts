import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';
import { composeCommand, dockerHint } from './docker.mjs';

const root = mkdtempSync(join(tmpdir(), 'crossover-compose-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('takes whichever compose is there, Docker’s own plugin first', () => {
  const there = (...names: string[]) => composeCommand((command) => names.includes(command.join(' ')));
  expect(there('docker compose version', 'docker-compose version')).toEqual(['docker', 'compose']);
  expect(there('docker-compose version', 'podman compose version')).toEqual(['docker-compose']);
  expect(there('podman compose version')).toEqual(['podman', 'compose']);
  expect(there()).toBeNull();
});

it('names the one command where functions cannot run', () => {
  expect(dockerHint('linux')).toBeNull();
  expect(dockerHint('darwin')).toMatch(/macOS.*npm start -- --docker$/);
  expect(dockerHint('win32')).toMatch(/Windows.*npm start -- --docker$/);
});

/** `npm start -- --docker` on a machine whose only program is this `docker-compose`. */
async function startWith(script: string | null, env: Record<string, string> = {}) {
  const bin = mkdtempSync(join(root, 'bin-'));
  if (script !== null) {
    writeFileSync(join(bin, 'docker-compose'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'docker-compose'), 0o755);
  }
  const args = [join(projectRoot, 'lib/cli/bootstrap.mjs'), 'start', '--docker'];
  const options = { env: { NODE_ENV: 'test', PATH: bin, ...env } as NodeJS.ProcessEnv };
  return promisify(execFile)(process.execPath, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

it('runs it in the checkout, says what it runs, and ends as it ended', async () => {
  const free = { CROSSOVER_PORT: '1' };
  const ran = await startWith('[ "$1" = version ] || { echo "$PWD: $*"; exit 7; }', free);
  expect(ran).toMatchObject({ code: 7, stdout: `${projectRoot}: up --build --abort-on-container-exit\n` });
  expect(ran.stderr).toContain('Running: docker-compose up');
  expect(await startWith(null, free)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Install Docker Desktop'),
  });
});

it('says which port is taken before anything is built', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
  const { port } = other.address() as { port: number };
  const refused = await startWith('exit 0', { CROSSOVER_PORT: String(port) });
  await new Promise((resolve) => other.close(resolve));
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`Port ${port} on 127.0.0.1 is taken.`);
  expect(refused.stderr).toContain(`CROSSOVER_PORT=${port + 1} npm start -- --docker`);
});
