import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';
import { composeCommand, dockerHint, publishedAt } from './docker.mjs';

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

it('looks for the port where compose does: in the environment, else in .env', () => {
  const written = 'CROSSOVER_PORT=3100\nCROSSOVER_HOST="0.0.0.0"\n';
  expect(publishedAt({})).toEqual({ host: '127.0.0.1', port: 3000 });
  expect(publishedAt({}, written)).toEqual({ host: '0.0.0.0', port: 3100 });
  expect(publishedAt({ CROSSOVER_PORT: '3200' }, written)).toEqual({ host: '0.0.0.0', port: 3200 });
});

const ARGS = [join(projectRoot, 'lib/cli/bootstrap.mjs'), 'start', '--docker'];

/** The tools that `npm start -- --docker` has on a machine whose only program is this `docker-compose`. */
function machineWith(script: string | null, env: Record<string, string> = {}) {
  const bin = mkdtempSync(join(root, 'bin-'));
  if (script !== null) {
    writeFileSync(join(bin, 'docker-compose'), script);
    chmodSync(join(bin, 'docker-compose'), 0o755);
  }
  return { NODE_ENV: 'test', PATH: bin, ...env } as NodeJS.ProcessEnv;
}

async function startWith(script: string | null, env: Record<string, string> = {}) {
  const options = { env: machineWith(script === null ? null : `#!/bin/sh\n${script}\n`, env) };
  return promisify(execFile)(process.execPath, ARGS, options).then(
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

it('refuses a port that is none, in words', async () => {
  const refused = await startWith('exit 0', { CROSSOVER_PORT: '99999' });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toBe('CROSSOVER_PORT has to be a whole number from 1 to 65535.\n');
});

/** Counts how often it is asked to end and ends with ten more than that. */
const COUNTING = `#!${process.execPath}
if (process.argv.includes('version')) process.exit(0);
let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  asked += 1;
  setTimeout(() => process.exit(10 + asked), 500);
});
setInterval(() => {}, 1000);
console.log('up');`;

it('asks compose to end once, for which the second time means to kill', async () => {
  const env = machineWith(COUNTING, { CROSSOVER_PORT: '1' });
  const start = spawn(process.execPath, ARGS, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(start.stdout, 'data');
  const exit = once(start, 'exit');
  // A terminal sends Ctrl-C to all of its group, and npm passes it on.
  process.kill(-(start.pid ?? 0), 'SIGINT');
  start.kill('SIGINT');
  expect((await exit)[0]).toBe(11);
});
