import type { ContainerDeployment, ContainerExecutor } from '#lib/domain/execution/container.ts';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import type { Deployment, DeploySpec, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import { createContainerExecutor } from '../executor.ts';
import { type Dockerd, dockerdInstalled, startDockerd } from './dockerd.ts';
import { startPodman } from './podman.ts';

/** An engine that the conformance tests run against. */
export interface EngineUnderTest {
  id: EngineId;
  /** Prepares the machine; fails with a clear message when the engine is missing, for no test may be skipped. */
  begin(): Promise<AsyncDisposable>;
}

async function privateDocker(): Promise<Dockerd> {
  if (await dockerdInstalled()) return startDockerd();
  throw new Error('These tests need dockerd: apt-get install -y --no-install-recommends docker.io');
}

/** Points DOCKER_HOST at a daemon of the test's own as long as it lives. */
async function pointedAt(starting: Promise<AsyncDisposable & { host: string }>): Promise<AsyncDisposable> {
  const daemon = await starting;
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = daemon.host;
  return {
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
      await daemon[Symbol.asyncDispose]();
    },
  };
}

export const ENGINES: Record<EngineUnderTest['id'], EngineUnderTest> = {
  runc: { id: 'runc', begin: async () => ({ [Symbol.asyncDispose]: async () => {} }) },
  docker: { id: 'docker', begin: () => pointedAt(privateDocker()) },
  podman: { id: 'podman', begin: () => pointedAt(startPodman()) },
};

/** A specification of one ES module. */
export function specOf(code: string, more: Partial<DeploySpec> = {}): DeploySpec {
  return {
    name: 'test',
    bundle: { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content: code }] },
    memory: 256,
    timeout: 10_000,
    environment: {},
    services: [],
    keepAlive: 1_000,
    maxConcurrency: 1,
    replicas: 1,
    cpus: 1,
    ...more,
  };
}

let count = 0;
export function requestTo(path = '/', more: Partial<InvokeRequest> = {}): InvokeRequest {
  count += 1;
  return { requestId: `request-${count}`, method: 'GET', path, headers: {}, body: null, ...more };
}

export const call = (
  deployment: Deployment,
  path = '/',
  more: Partial<InvokeRequest> = {},
): Promise<Invocation> => deployment.invoke(requestTo(path, more));

/** The answer's body as JSON; fails with the whole invocation when there was no good answer. */
export async function ask(deployment: Deployment, path = '/', more: Partial<InvokeRequest> = {}) {
  const invocation = await call(deployment, path, more);
  if (invocation.outcome !== 'ok') throw new Error(`no answer: ${JSON.stringify(invocation, null, 1)}`);
  return JSON.parse(invocation.body ?? 'null');
}

/** An executor on its engine, started before the tests and ended after them. */
export interface Stage {
  executor: ContainerExecutor;
  deploy(code: string, more?: Partial<DeploySpec>): Promise<ContainerDeployment>;
}

export async function openStage(engine: EngineUnderTest): Promise<Stage & AsyncDisposable> {
  const machine = await engine.begin();
  const executor = createContainerExecutor({ engine: engine.id });
  return {
    executor,
    deploy: (code, more) => executor.deploy(specOf(code, more)),
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await machine[Symbol.asyncDispose]();
    },
  };
}

/** Waits until something holds, as long as a slow machine may need. @throws Error naming what did not come about */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`This did not come about: ${what}`);
}
