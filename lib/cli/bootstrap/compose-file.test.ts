import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';

const files = ['compose.yaml', 'compose.postgres.yaml'].map((name) =>
  readFileSync(join(projectRoot, name), 'utf8'),
);
const [main = '', postgres = ''] = files;
const listOf = (key: string): string[] =>
  (new RegExp(`^    ${key}:\\n((?:      - .*\\n)+)`, 'm').exec(main)?.[1] ?? '')
    .split('\n')
    .flatMap((line) => /- (\S+)/.exec(line)?.[1] ?? []);

it('asks for no right beyond those that lib/docker/README.md gives a reason for', () => {
  const reasons = readFileSync(join(projectRoot, 'lib/docker/README.md'), 'utf8');
  expect(listOf('cap_drop')).toEqual(['ALL']);
  expect(listOf('cap_add')).toEqual(['SYS_ADMIN', 'SETUID', 'SETGID', 'SETPCAP', 'CHOWN']);
  for (const right of listOf('cap_add')) expect(reasons).toContain(`\`${right}\``);
  expect(listOf('security_opt')).toEqual([
    'no-new-privileges:true',
    'seccomp:lib/docker/seccomp.json',
    'apparmor:unconfined',
  ]);
});

it.each(['privileged', 'docker.sock', 'network_mode', 'pid:', 'devices', 'userns_mode'])(
  'never asks for %s',
  (word) => {
    for (const file of files) expect(file).not.toContain(word);
  },
);

it('publishes the port on loopback, and says inside where', () => {
  const places = [...main.matchAll(/"(\S+_HOST\S+:\S+_PORT:-\d+\})(?::3000)?"/g)].map(([, place]) => place);
  expect(places).toHaveLength(2);
  expect(new Set(places).size).toBe(1);
  expect(places[0]).toMatch(/HOST:-127\.0\.0\.1\}.*PORT:-3000\}$/);
  expect(postgres).not.toContain('ports:');
});

it('has a first program that does nothing outside of the image', () => {
  const { status, stderr } = spawnSync('sh', [join(projectRoot, 'lib/docker/crossover')], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('Elsewhere it starts by npm start.');
});
