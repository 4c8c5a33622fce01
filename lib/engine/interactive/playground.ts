import { randomUUID } from 'node:crypto';
import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import type { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import { runtimeTitle } from '#lib/executors/host/runtime-title.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import { deployedEvent } from '#lib/lessons/deployed-event.ts';
import { problemOf } from '#lib/server/database/outage.ts';
import type { DeploymentCache, Lease } from './deployment-cache.ts';

export interface PlaygroundTools {
  cache: DeploymentCache;
  emit: (event: InteractiveEvent) => void;
  signal: AbortSignal;
}

/**
 * Deploys the code on the sides asked for and sends the requests, to one side after the other: starting many
 * sandboxes takes the processors from whoever is measured at the same time.
 * A side that fails is told as `failed` and does not keep the other from answering.
 * @throws CrossoverError when the code can be deployed nowhere, such as `handler-syntax-error`, `runtime-missing`
 */
export async function runPlayground(request: PlaygroundRequest, tools: PlaygroundTools): Promise<void> {
  const started = performance.now();
  const { code, memoryMiB, timeoutMs, containerEngine: engine, sides, count } = request;
  // Said once here, not once for each side.
  await prepareBundle(code);
  await runtimeTitle(runtimeOf(code));
  using lease = tools.cache.lease({ code, memory: memoryMiB, timeout: timeoutMs, engine });
  tools.emit({ kind: 'doing', text: `Deploying the code on ${sidesText(sides)}` });
  const deployments = await Promise.all([...new Set(sides)].map((side) => deployed(side, lease, tools)));
  const ready = deployments.filter((deployment) => deployment !== null);
  if (ready.length === 0) return;
  const times = count === 1 ? 'Invoking' : `Invoking ${count} times at once`;
  for (const deployment of ready) {
    tools.emit({ kind: 'doing', text: `${times} on the ${deployment.side} side` });
    await invokeTogether(deployment, request, started, tools);
  }
}

/** `count` requests due at the same moment: each counts from it, also when the machine gets to it later. */
async function invokeTogether(
  deployment: Deployment,
  request: PlaygroundRequest,
  started: Ms,
  tools: PlaygroundTools,
): Promise<void> {
  const startedAtMs = performance.now() - started;
  const each = Array.from({ length: request.count }, (_, index) =>
    invokeOnce(deployment, { index, startedAtMs }, request, started, tools),
  );
  await Promise.all(each);
}

const sidesText = (sides: readonly Side[]): string =>
  sides.length > 1 ? 'both sides' : `the ${sides[0]} side`;

async function deployed(side: Side, lease: Lease, { emit }: PlaygroundTools): Promise<Deployment | null> {
  try {
    const deployment = await lease.deployment(side);
    emit(deployedEvent(side, deployment));
    return deployment;
  } catch (error) {
    emit({ kind: 'failed', side, problem: problemOf(error) });
    return null;
  }
}

async function invokeOnce(
  deployment: Deployment,
  { index, startedAtMs }: { index: number; startedAtMs: Ms },
  { request }: PlaygroundRequest,
  started: Ms,
  { emit, signal }: PlaygroundTools,
): Promise<void> {
  const { method, path, body } = request;
  const invocation = await deployment.invoke(
    { requestId: randomUUID(), method, path, headers: {}, body },
    signal,
  );
  const endedAtMs = performance.now() - started;
  emit({ kind: 'invocation', side: deployment.side, index, startedAtMs, endedAtMs, invocation });
}
