import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cgroupRemedy } from './cgroup-remedy.ts';

const root = mkdtempSync(join(tmpdir(), 'remedy-'));
afterAll(() => rmSync(root, { recursive: true }));

it('root is not told to become root: neither on a machine nor in a container', () => {
  expect(cgroupRemedy(1_000, root, false)).toContain('systemd-run --user');
  expect(cgroupRemedy(0, root, false)).toMatch(/^Let this machine mount/);
  expect(cgroupRemedy(1_000, root, true)).toMatch(/^In a container/);
  writeFileSync(join(root, 'cgroup.type'), 'domain\n');
  expect(cgroupRemedy(0, root, false)).toMatch(/^In a container/);
});
