import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { OWNER_FILE, removeServiceLeftovers } from './leftovers.ts';
import { createSlowService } from './slow-service.ts';

it('sockets of a dead process are removed, those of a living one stay', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cs-'));
  try {
    const dead = join(directory, 'dead');
    mkdirSync(dead);
    writeFileSync(join(dead, 'slow.sock'), '');
    writeFileSync(join(dead, OWNER_FILE), `${spawnSync('true').pid}-1`);
    await using service = await createSlowService({ delayMs: 1, directory });
    await removeServiceLeftovers(directory);
    expect(existsSync(dead)).toBe(false);
    expect(existsSync(service.mount.hostSocketPath)).toBe(true);
    expect(existsSync(join(dirname(service.mount.hostSocketPath), OWNER_FILE))).toBe(true);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
