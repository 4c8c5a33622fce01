import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearRemains, endOfPostmaster } from './postmaster.ts';

let data: string;
let backend: ChildProcess;
let ended: Promise<unknown>;
const pidFile = () => join(data, 'postmaster.pid');
beforeEach(async () => {
  data = realpathSync(mkdtempSync(join(tmpdir(), 'cluster-')));
  backend = spawn('sleep', ['1000'], { cwd: data, stdio: 'ignore' });
  ended = once(backend, 'exit');
  await once(backend, 'spawn');
});
afterEach(async () => {
  backend.kill('SIGKILL');
  await ended;
  rmSync(data, { recursive: true });
});

// Plain processes stand in for the postmaster and its backends: neither Postgres nor the kernel tells them apart here.
describe.runIf(process.platform === 'linux')('the remains of a killed postmaster', () => {
  it('go, backends and a pid file whose number is another process now', async () => {
    writeFileSync(pidFile(), `${process.pid}\n${data}\n`);
    clearRemains(data);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(pidFile())).toBe(false);
  });

  it('stay while the postmaster itself is there, which may be on its way up', () => {
    writeFileSync(pidFile(), `${backend.pid}\n`);
    clearRemains(data);
    expect([backend.signalCode, existsSync(pidFile())]).toEqual([null, true]);
  });

  it('the end of a postmaster is seen by processes that did not start it', async () => {
    writeFileSync(pidFile(), `${backend.pid}\n`);
    let seen = false;
    const end = endOfPostmaster(data).then(() => (seen = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toBe(false);
    backend.kill('SIGKILL');
    expect(await end).toBe(true);
  });
});
