import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { killedInGroup } from './group.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docker-group-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const limit = 64 * 1024 * 1024;
const v1 = (peak: number) => ({
  'memory.limit_in_bytes': `${limit}\n`,
  'memory.max_usage_in_bytes': `${peak}\n`,
});
const full = v1(limit - 2 * 1024 * 1024 + 1);
const roomy = v1(limit - 2 * 1024 * 1024);
const killed = { code: 137, said: true };

it.each([
  ['its own, when its group was full', 1, full, killed, 'own-limit'],
  ['its own, when a child of it was killed', 1, full, { code: 1, said: true }, 'own-limit'],
  ['its own, while it goes on', 1, full, { code: null, said: true }, 'own-limit'],
  ['the machine’s, when its group was not full', 1, roomy, killed, 'machine'],
  ['another’s, when it ended by itself', 1, roomy, { code: 1, said: true }, null],
  ['another’s, when it goes on', 1, roomy, { code: null, said: true }, null],
  ['nobody’s, when Docker heard of none', 1, full, { code: 137, said: false }, null],
  ['its own', 2, { 'memory.events': 'oom 1\noom_kill 1\n' }, killed, 'own-limit'],
  ['the machine’s', 2, { 'memory.events': 'oom 0\noom_kill 1\n' }, { code: 137, said: false }, 'machine'],
  ['its own, where the group counts nothing', 2, {}, killed, 'own-limit'],
  ['nobody’s', 2, {}, { code: 137, said: false }, null],
] as const)('the want of memory was %s (version %d)', (_whose, version, files, told, expected) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  expect(killedInGroup({ version, directory }, told)).toBe(expected);
});
