import { DEFAULT_CANDIDATES } from '../execution/candidate.ts';
import type { BuildInfo } from '../execution/executor.ts';
import type { MachineInfo } from '../execution/machine.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import type { Workload } from '../workload/workload.ts';

/** The inputs of the example report: used by tests and by development, never shown as a measurement. */

const HANDLER = `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { render } from './render.js';

const store = new DynamoDBClient({ region: process.env.AWS_REGION });

export async function handler(event) {
  const id = event.rawPath.split('/').at(-1) ?? '1';
  const post = await store.send(new GetItemCommand({ TableName: 'posts', Key: { id: { S: id } } }));
  return { statusCode: 200, headers: { 'content-type': 'text/html' }, body: render(post.Item) };
}
`;

const RENDER = `const escape = (text) => text.replace(/[&<>"]/g, (c) => \`&#\${c.charCodeAt(0)};\`);

/** A post as HTML. */
export function render(post) {
  if (!post) return '<h1>Not found</h1>';
  return \`<h1>\${escape(post.title?.S ?? '')}</h1><p>\${escape(post.text?.S ?? '')}</p>\`;
}
`;

export const fixtureWorkload: Workload = {
  name: 'Blog API on DynamoDB',
  description: 'Reads one post and renders it as HTML.',
  code: {
    entry: 'handler.js',
    handler: 'handler',
    files: [
      { path: 'handler.js', content: HANDLER },
      { path: 'render.js', content: RENDER },
    ],
  },
  trigger: {
    kind: 'http',
    requests: [
      { method: 'GET', path: '/posts/{n}', weight: 9 },
      { method: 'POST', path: '/posts', body: '{"title":"{n}"}', weight: 1 },
    ],
  },
  traffic: { requestsPerMonth: 12_000_000, shape: 'office-hours' },
  memoryMiB: 512,
  timeoutMs: 3000,
  state: 'store',
  latencyTarget: { percentile: 95, ms: 50 },
  slowServiceMs: 0,
};

export const fixturePlan: ExperimentPlan = {
  candidates: DEFAULT_CANDIDATES,
  secondsPerCandidate: 30,
  warmupSeconds: 0,
  ratePerSecond: 20,
  arrivals: 'poisson',
  rounds: 2,
  seed: 1,
  keepAliveSeconds: 60,
  maxConcurrency: 50,
  replicas: 1,
  cpusPerReplica: 1,
  starts: 0,
  paddingMiB: 0,
  containerEngine: 'auto',
};

export const fixtureBuilds: Record<'a' | 'b', BuildInfo> = {
  a: {
    codeBytes: 2_140,
    zipBytes: 1_012,
    baseBytes: 0,
    buildTime: 38,
    digest: 'sha256:5f1c0a2b6d4e8f90717243546576879a0bcddcef00112233445566778899aabb',
    engine: 'bubblewrap',
  },
  b: {
    codeBytes: 2_140,
    baseBytes: 110_100_480,
    layers: 2,
    buildTime: 312,
    digest: 'sha256:9d81c3e57f60a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607182930',
    engine: 'runc 1.1.5',
  },
};

export const fixtureMachine: MachineInfo = {
  os: 'Debian GNU/Linux 12',
  kernel: '6.1.0',
  arch: 'x64',
  cpuModel: 'Example CPU at 2.6 GHz',
  cpus: 2,
  memoryMiB: 7_936,
  node: '26.10.0',
  python: null,
  crossover: '0.1.0',
  capabilities: [
    {
      id: 'namespaces',
      side: 'function',
      title: 'User namespaces',
      status: 'ok',
      detail: 'Each environment has its own users, processes, network and mounts.',
      remedy: null,
    },
    {
      id: 'seccomp',
      side: 'function',
      title: 'System call filter',
      status: 'ok',
      detail: 'ptrace, nested namespaces, bpf, io_uring and keyctl are refused.',
      remedy: null,
    },
    {
      id: 'cgroup',
      side: 'function',
      title: 'Memory limit by cgroup',
      status: 'degraded',
      detail: 'cgroups are read-only here; memory is limited by rlimit.',
      remedy: 'Start Crossover as root or delegate a cgroup to its user.',
    },
    {
      id: 'runc',
      side: 'container',
      title: 'Embedded runc',
      status: 'ok',
      detail: 'runc 1.1.5 answers.',
      remedy: null,
    },
  ],
};
