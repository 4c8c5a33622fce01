import { readFileSync } from 'node:fs';
import type { Deployment, DeploySpec, InvokeRequest } from '#lib/domain/execution/executor.ts';
import { below } from '../../host/process-tree.ts';

/** A function with this code and room to play; fields may be overridden. */
export const specOf = (content: string, over: Partial<DeploySpec> = {}): DeploySpec => ({
  name: 'test',
  bundle: { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content }] },
  memory: 256,
  timeout: 10_000,
  environment: {},
  services: [],
  keepAlive: 60_000,
  maxConcurrency: 10,
  replicas: 1,
  cpus: 1,
  ...over,
});

let requests = 0;
export const requestOf = (over: Partial<InvokeRequest> = {}): InvokeRequest => {
  requests += 1;
  return { requestId: `request-${requests}`, method: 'GET', path: '/', headers: {}, body: null, ...over };
};

/** A function that runs the JavaScript it is sent; `require` is at hand. The attacker's best friend. */
export const EVALUATOR = `
import { createRequire } from 'node:module';
const AsyncFunction = (async () => {}).constructor;
const require = createRequire('/var/task/');
const shown = (error) => ({ error: error.code ?? error.name, message: String(error.message).slice(0, 300) });
export const handler = (event) =>
  new AsyncFunction('require', 'event', event.body)(require, event).then((value) => ({ value }), shown);
`;

export interface Evaluated {
  value?: unknown;
  error?: string;
  message?: string;
}

/** Runs JavaScript inside; gives its value, or the code of the error it ended with. */
export async function evaluate(deployment: Deployment, script: string): Promise<Evaluated> {
  const invocation = await deployment.invoke(requestOf({ method: 'POST', body: script }));
  if (invocation.outcome !== 'ok') {
    throw new Error(`${invocation.outcome}: ${invocation.problem?.message} ${invocation.log}`);
  }
  return JSON.parse(invocation.body ?? 'null') as Evaluated;
}

interface Status {
  pid: number;
  uids: number[];
  name: string;
}

function statusOf(pid: number): Status[] {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
    const uids = field('Uid').split(/\s+/).map(Number);
    return [{ pid, uids, name: field('Name') }];
  } catch {
    return [];
  }
}

/** Every process below `root` on this machine, as the machine sees it. */
export const descendants = (root: number): Status[] => below(root).flatMap(statusOf);

/** Processes of sandboxes that this process started. */
export const sandboxProcesses = (root = process.pid): Status[] =>
  descendants(root).filter(({ name }) => /^(bwrap|node|.*MainThread)$/.test(name));

/** Waits until something holds, at most half a minute, for a machine may be busy; says so when it does not. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1500; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It never happened: ${what}`);
}
