import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { has, say } from './run.mjs';

/**
 * What Linux must bring. `probe` tells whether it is there; `without` says what does not work otherwise.
 * A table, so that `npm start`, `npm test` and the README name the same things.
 */
const PACKAGES = [
  {
    name: 'libatomic1',
    probe: () => hasLibrary('libatomic.so.1'),
    needed: 'always',
    without: 'the pinned Node does not start',
  },
  { name: 'bubblewrap', probe: () => has('bwrap'), needed: 'always', without: 'functions cannot run' },
  { name: 'runc', probe: () => has('runc'), needed: 'always', without: 'containers need Docker or Podman' },
  { name: 'chromium', probe: hasBrowser, needed: 'test', without: 'the browser tests cannot run' },
  {
    name: 'docker.io',
    probe: () => has('dockerd'),
    needed: 'test',
    without: 'the tests on Docker cannot run',
  },
  {
    name: 'python3',
    // Where every user may run it: one of the user's own is out of a sandbox's reach.
    probe: () => ['/usr/local/bin', '/usr/bin'].some((directory) => existsSync(`${directory}/python3`)),
    needed: 'test',
    without: 'the tests of code in Python cannot run',
  },
  {
    name: 'openssh-server',
    probe: () => existsSync('/usr/sbin/sshd'),
    needed: 'test',
    without: 'the tests of a Docker on another machine cannot run',
  },
];

function hasLibrary(name) {
  const directories = [
    '/lib',
    '/usr/lib',
    '/lib64',
    '/usr/lib64',
    '/lib/x86_64-linux-gnu',
    '/lib/aarch64-linux-gnu',
  ];
  return directories.some((directory) => existsSync(`${directory}/${name}`));
}

function hasBrowser() {
  return Boolean(process.env.PLAYWRIGHT_CHROMIUM_PATH) || existsSync('/usr/bin/chromium');
}

/** On Debian as root installs what is missing; elsewhere says exactly what to install and what works without it. */
export function installSystemPackages(program) {
  if (process.platform !== 'linux') return;
  const missing = PACKAGES.filter(
    (entry) => (entry.needed === 'always' || entry.needed === program) && !entry.probe(),
  );
  if (missing.length === 0) return;
  const names = missing.map((entry) => entry.name);
  if (process.getuid() === 0 && has('apt-get')) {
    say(`Installing system packages: ${names.join(', ')}`);
    if (aptGet(['update', '-qq']) && aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names]))
      return;
    say('The installation failed; going on without.');
  }
  for (const { name, without } of missing) say(`Missing: ${name}. Without it ${without}.`);
  say(
    `To install: ${has('apt-get') ? 'sudo apt-get install -y --no-install-recommends' : 'your package manager,'} ${names.join(' ')}`,
  );
}

const aptGet = (args) =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Debian starts a service that it installs: a test machine must not get a Docker daemon that nobody asked for.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  }).status === 0;
