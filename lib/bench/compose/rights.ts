import { z } from 'zod';
import type { BenchRow } from '../bench.ts';
import { ran } from './docker.ts';

/** One step more of what the container may do than the step before. */
interface Step {
  what: string;
  /** Options of `docker run`, all of them. */
  options: readonly string[];
  /** The parts that have to work with it: ids of `doctor`'s lines. */
  works: readonly string[];
  /** The parts that have to be told as missing or not enforced. */
  lacks: readonly string[];
}

const NOTHING = ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
const SECCOMP = [
  '--security-opt',
  'seccomp=lib/docker/seccomp.json',
  '--security-opt',
  'apparmor=unconfined',
];
const ROOT = [
  '--user',
  'root',
  ...['SETUID', 'SETGID', 'SETPCAP', 'CHOWN'].flatMap((cap) => ['--cap-add', cap]),
];
const MOUNTS = ['--cap-add', 'SYS_ADMIN'];

/** Those of compose.yaml. */
export const COMPOSE_RIGHTS = [...NOTHING, ...SECCOMP, ...ROOT, ...MOUNTS];

const RUNS = ['sandbox-start', 'engine-runc'];
const LIMITS = ['cgroup-memory', 'cgroup-cpu', 'cgroup-pids'];

const STEPS: readonly Step[] = [
  { what: 'no right at all', options: NOTHING, works: ['database'], lacks: ['namespaces', 'engine-runc'] },
  {
    what: '+ seccomp profile that allows namespaces and mounts in them, no AppArmor',
    options: [...NOTHING, ...SECCOMP],
    works: ['database'],
    lacks: ['namespaces', 'engine-runc', ...LIMITS],
  },
  {
    what: '+ root that can become an ordinary user (SETUID, SETGID, SETPCAP, CHOWN)',
    options: [...NOTHING, ...SECCOMP, ...ROOT],
    works: ['database'],
    lacks: ['namespaces', 'engine-runc', ...LIMITS],
  },
  {
    what: '+ SYS_ADMIN until the first script has mounted /proc and control groups: compose.yaml',
    options: COMPOSE_RIGHTS,
    works: ['database', 'namespaces', 'network', ...RUNS, ...LIMITS],
    lacks: [],
  },
  {
    what: 'the same without the profile: Docker’s own',
    options: [...NOTHING, '--security-opt', 'apparmor=unconfined', ...ROOT, ...MOUNTS],
    works: ['database'],
    lacks: ['namespaces'],
  },
  {
    what: 'compose.yaml without CHOWN',
    options: [...NOTHING, ...SECCOMP, ...ROOT.slice(0, -2), ...MOUNTS],
    works: ['database', 'namespaces', 'network', ...RUNS],
    lacks: LIMITS,
  },
];

const Lines = z.object({
  capabilities: z.array(
    z.object({ id: z.string(), status: z.string(), detail: z.string(), remedy: z.string().nullable() }),
  ),
});

/** As compose.yaml says it: only who sits at this machine can send code. */
const PUBLISHED = ['--env', 'CROSSOVER_PUBLISHED=127.0.0.1:3000'];

/** `doctor` in a container with these rights. */
export async function doctorWith(image: string, options: readonly string[]) {
  const { stdout, stderr } = await ran('docker', [
    'run',
    '--rm',
    ...PUBLISHED,
    ...options,
    image,
    'doctor',
    '--json',
  ]);
  const parsed = Lines.safeParse(jsonOf(stdout));
  if (!parsed.success) throw new Error(`doctor said nothing readable: ${stdout}${stderr}`.slice(-2_000));
  return parsed.data.capabilities;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The table of rights: what works and what is lost at each step, as doctor finds out by trying. */
export async function rightsRows(image: string, say: (text: string) => void): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { what, options, works, lacks } of STEPS) {
    say(`Rights: ${what} …`);
    const lines = await doctorWith(image, options);
    const isOk = (id: string) => lines.some((line) => line.id === id && line.status === 'ok');
    // A layer that is told as missing, or is not even tried because of one below it.
    const wrong = [...works.filter((id) => !isOk(id)), ...lacks.filter(isOk)];
    const lost = lines.filter(({ id, status }) => status !== 'ok' && !/^engine-(docker|podman)$/.test(id));
    const unexplained = lost.filter(({ remedy }) => !remedy).map(({ id }) => id);
    rows.push({
      what: `rights: ${what}`,
      value: lines.filter(({ status }) => status === 'ok').length,
      unit: `of ${lines.length} layers work`,
      base: lost.map(({ id, status }) => `${id} ${status}`).join(', ') || 'nothing is lost',
      bar: {
        text:
          wrong.length + unexplained.length === 0 ? 'as told' : `not as told: ${[...wrong, ...unexplained]}`,
        met: wrong.length + unexplained.length === 0,
      },
    });
  }
  return rows;
}
