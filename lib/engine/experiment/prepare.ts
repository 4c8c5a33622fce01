import { CrossoverError } from '#lib/domain/errors.ts';
import { type ByCandidate, type CandidateId, familyOf } from '#lib/domain/execution/candidate.ts';
import type { DeploySpec, Executor, Invocation, Side } from '#lib/domain/execution/executor.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { pickRequests } from '#lib/domain/load/schedule.ts';
import type { ForcedStarts } from '#lib/domain/report/starts.ts';
import { type Ms, seededRandom } from '#lib/domain/units.ts';
import { assumedDuration } from '#lib/domain/workload/assumed-duration.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { runtimeTitle } from '#lib/executors/host/runtime-title.ts';
import { padded } from '#lib/executors/source/padding.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import type { EngineClock } from '../clock.ts';
import type { OpenStores } from '../stores/open-stores.ts';
import type { Deployed } from './deployed.ts';
import { forceStarts } from './forced-starts.ts';
import { openServices } from './services.ts';

export interface Prepared extends AsyncDisposable {
  candidates: readonly Deployed[];
  /** What stands ready before the first request, and how long its start took. */
  starts: readonly { candidate: CandidateId; init: Ms }[];
  forced: ByCandidate<ForcedStarts>;
}

export interface PrepareOptions {
  experimentId: string;
  workload: Workload;
  plan: ExperimentPlan;
  executors: Record<Side, Executor>;
  clock: EngineClock;
  stores: OpenStores;
  signal: AbortSignal;
  doing(text: string): Promise<void>;
}

/** Deploys the same bundle for every candidate and checks that it answers at all, unless that takes longer than the plan. */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  await using stack = new AsyncDisposableStack();
  const { workload, plan, executors, signal, doing } = options;
  await doing('Packaging the code');
  // Before anything of a candidate is made.
  await runtimeTitle(runtimeOf(workload.code));
  const bundle = await padded(await prepareBundle(workload.code), plan.paddingMiB);
  const services = stack.use(await openServices(workload, options.experimentId, options.stores));
  const spec: DeploySpec = {
    name: workload.name,
    bundle,
    memory: workload.memoryMiB,
    timeout: workload.timeoutMs,
    environment: {},
    services: services.mounts,
    keepAlive: plan.keepAliveSeconds * 1000,
    maxConcurrency: plan.maxConcurrency,
    replicas: plan.replicas,
    cpus: plan.cpusPerReplica,
    container: { engine: plan.containerEngine },
  };
  const candidates: Deployed[] = [];
  for (const candidate of plan.candidates) {
    const side = familyOf(candidate);
    await doing(DEPLOYING[side]);
    candidates.push({ ...candidate, deployment: stack.use(await executors[side].deploy(spec, signal)) });
  }
  const starts = candidates.flatMap(({ id, deployment }) =>
    deployment.instances().flatMap(({ init }) => (init === null ? [] : [{ candidate: id, init }])),
  );
  const tried = assumedDuration(workload, plan) === null ? candidates : [];
  for (const candidate of tried) {
    await doing(`Trying one request on the ${familyOf(candidate)}`);
    await tryOut(candidate, workload, signal);
  }
  const forced = await forceStarts({ candidates, count: plan.starts, clock: options.clock, signal, doing });
  const kept = stack.move();
  return { candidates, starts, forced, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

const DEPLOYING: Record<Side, string> = {
  function: 'Placing the function',
  container: 'Building the image and starting the container',
};

/**
 * One request of each kind before the clock starts. A workload that answers none of them is not worth
 * measuring: its first failure, with its own log, is worth more. The environments that this made of a
 * function are removed, so the run begins cold.
 */
async function tryOut(
  { mode, deployment }: Deployed,
  workload: Workload,
  signal: AbortSignal,
): Promise<void> {
  const templates = workload.trigger.requests;
  const failures: Invocation[] = [];
  for (const [index, template] of templates.entries()) {
    const [request] = pickRequests([template], 1, seededRandom(0), 0);
    if (!request) continue;
    const { method, path, body } = request;
    const headers = { 'content-type': 'application/json' };
    const invocation = await deployment.invoke(
      { requestId: `try-${index}`, method, path, body, headers },
      signal,
    );
    signal.throwIfAborted();
    if (invocation.outcome !== 'ok') failures.push(invocation);
  }
  if (mode === 'event-function') {
    await Promise.all(deployment.instances().map(({ id }) => deployment.kill(id)));
  }
  const [first] = failures;
  if (first && failures.length === templates.length) throw failed(first);
}

function failed({ side, outcome, problem, log }: Invocation): CrossoverError {
  return new CrossoverError({
    code: problem?.code ?? outcome,
    owner: problem?.owner ?? 'yours',
    message: `On the ${side} side no request was answered: ${problem?.message ?? outcome}`,
    remedy: problem?.remedy ?? 'Correct the code and run it again.',
    detail: [problem?.detail, log && `Log:\n${log}`].filter(Boolean).join('\n\n') || undefined,
  });
}
