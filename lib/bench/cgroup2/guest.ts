// The program of the virtual machine: attacks, tests and commands of the product, one after another, as different
// users in different control groups. Leaves one file of results; what it prints is told by the host.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import type { AttackRow } from '#lib/executors/function/attacks/run.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import type { Table } from '../functions/attacks.ts';
import type { ProgramRun, Results, TestFile } from './results.ts';

const [, , user = '54321', delegated = '', out = '/out'] = process.argv;
const ROOT = '/sys/fs/cgroup';
const FLAGS = ['--disable-warning=ExperimentalWarning'];
const ATTACKS = join(projectRoot, 'lib/executors/function/attacks/attack-main.ts');
const CONTAINER_ATTACKS = join(projectRoot, 'lib/executors/container/attacks/attack-main.ts');
const CLI = join(projectRoot, 'lib/cli/crossover.ts');
const VITEST = join(projectRoot, 'node_modules/vitest/vitest.mjs');

/** Makes a home for the user, enters the group while it is still root, then becomes the user. */
const ENTER =
  'mkdir -p "$1" && chown "$0" "$1" && echo 0 > "$2/cgroup.procs" && shift 2 && exec setpriv "$@"';
const ENVIRONMENT = { PATH: process.env.PATH, CI: '1', NO_COLOR: '1', NODE_ENV: 'test' } as const;

/** Users and the control group each of them is in. */
const WHO = {
  root: { id: '0', group: `${ROOT}/user.slice/user-0.slice/session-1.scope` },
  user: { id: user, group: `${ROOT}/user.slice/user-${user}.slice/session-2.scope` },
  'user, delegated': { id: user, group: delegated },
} as const;
type Who = keyof typeof WHO;

interface Ended {
  code: number | null;
  /** What ended it, e.g. `code 1` or `SIGKILL`. */
  how: string;
  output: string;
  errors: string;
}

/** Runs a program of this checkout; `printed` sees what it prints as it comes. */
function as(who: Who, args: readonly string[], printed = (_chunk: Buffer) => {}): Promise<Ended> {
  const { id, group } = WHO[who];
  const home = `/tmp/home-${who.replaceAll(/\W+/g, '-')}`;
  const become = [`--reuid=${id}`, `--regid=${id}`, '--clear-groups', '--', process.execPath, ...FLAGS];
  const child = spawn('sh', ['-c', ENTER, id, home, group, ...become, ...args], {
    cwd: projectRoot,
    env: { ...ENVIRONMENT, HOME: home, CROSSOVER_HOME: `${home}/x` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.output += chunk;
    printed(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (ended.errors += chunk));
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ ...ended, code, how: signal ?? `code ${code}` })),
  );
}

/** Who, how they are called in the table, and whether their sandboxes were started before. */
const ATTACKERS: readonly (readonly [Who, string, ...string[]])[] = [
  ['root', 'root'],
  ['root', 'root, pre-started', 'prestarted'],
  ['user', 'user'],
  ['user, delegated', 'user, delegated'],
];

const CRASHES = ['SIGSEGV', 'SIGTRAP', 'SIGILL', 'SIGBUS', 'SIGABRT'];

/** Of one attacker; again where the emulator has crashed Node, as it does once in some ten times and no processor did. */
async function attack(who: Who, label: string, args: readonly string[], tries = 3): Promise<Table> {
  const { output, errors, how } = await as(who, args);
  try {
    return { who: label, rows: JSON.parse(output) as AttackRow[] };
  } catch {
    // In one line, for the host tells those alone that begin like this.
    console.log(`problem: it ended by ${how}: ${JSON.stringify(errors.slice(-2_000))}`);
    const crashed = CRASHES.includes(how);
    return crashed && tries > 1 ? await attack(who, label, args, tries - 1) : { who: label, rows: [] };
  }
}

/** The tests as root, in one process after another: what they are about is the kernel, not who is quick. */
async function tests(): Promise<TestFile[]> {
  console.log('Running the tests of control groups, sandboxes and containers …');
  const report = join(out, 'tests.json');
  const config = join(projectRoot, 'lib/bench/cgroup2/vitest.config.ts');
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const options = ['run', '--root', projectRoot, '--config', config, ...reports];
  const { errors } = await as('root', [VITEST, ...options], (chunk) => void process.stdout.write(chunk));
  try {
    return (JSON.parse(readFileSync(report, 'utf8')) as { testResults: TestFile[] }).testResults;
  } catch {
    return [{ name: 'all', message: errors.slice(-2_000), assertionResults: [] }];
  }
}

async function program(who: Who, ...args: string[]): Promise<ProgramRun> {
  console.log(`crossover ${args.join(' ')} as ${who} …`);
  const { code, output, errors } = await as(who, [CLI, ...args]);
  return { what: `${args.join(' ')} as ${who}`, code, output: output || errors };
}

/** Every control group and what it hands down. */
function groups(directory = ROOT): string[] {
  const inside = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const own = `${directory} ${readFileSync(join(directory, 'cgroup.subtree_control'), 'utf8').trim()}`;
  return [own, ...inside.flatMap(({ name }) => groups(join(directory, name)))];
}

/** What a slice hands down stays handed down: others may rely on it by now. */
const isSlice = (line: string): boolean => /\.slice( |$)/.test(line);

const before = groups();
const results: Results = {
  ...{ kernel: release(), controllers: readFileSync(`${ROOT}/cgroup.controllers`, 'utf8').trim() },
  ...{
    processor: cpus()[0]?.model ?? '',
    attacks: [],
    containers: [],
    files: [],
    programs: [],
    left: [],
    whole: false,
  },
};
/** After each part, so that a machine that is stopped leaves what it had. */
const save = (): void => writeFileSync(join(out, 'results.json'), JSON.stringify(results));

for (const [who, label, ...args] of ATTACKERS) {
  console.log(`Attacking sandboxes of ${label} …`);
  results.attacks.push(await attack(who, label, [ATTACKS, ...args]));
  save();
}
for (const who of ['root', 'user', 'user, delegated'] as const) {
  console.log(`Attacking containers of ${who} …`);
  results.containers.push(await attack(who, `runc as ${who}`, [CONTAINER_ATTACKS]));
  save();
}
results.files = await tests();
save();
results.programs.push(await program('root', 'doctor'));
results.programs.push(await program('user, delegated', 'doctor'));
// One request a second: an emulated machine starts no more sandboxes than that.
results.programs.push(await program('root', 'run', '--sample', 'blog', '--seconds', '20', '--rate', '1'));
results.left = groups().filter((line) => !isSlice(line) && !before.includes(line));
results.whole = true;
save();
