import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { refuseLinkedModules } from './dependencies.mjs';

const root = mkdtempSync(join(tmpdir(), 'crossover-modules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('installs nothing into the modules of another checkout', () => {
  const modules = join(root, 'node_modules');
  expect(() => refuseLinkedModules(root)).not.toThrow();
  symlinkSync(join(root, 'elsewhere'), modules);
  expect(() => refuseLinkedModules(root)).toThrow('Remove the link');
  rmSync(modules);
  mkdirSync(modules);
  expect(() => refuseLinkedModules(root)).not.toThrow();
});
