import { CrossoverError } from '#lib/domain/errors.ts';
import type { StartKind } from '#lib/domain/functions/billing.ts';
import type { FunctionVersion } from '#lib/domain/functions/configuration.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { startLine, TIMED_OUT } from '#lib/domain/functions/report-line.ts';
import type { ConcurrencyLedger } from '#lib/domain/functions/scaling.ts';
import type { Ms } from '#lib/domain/units.ts';
import { timeoutLine, withinInvocation } from '../pool/faults.ts';
import type { AnswerSink, Exchange, FunctionEnvironment } from '../pool/function-environment.ts';
import { recordOf } from '../record/recorder.ts';
import type { FunctionFault } from '../runtime-api/messages.ts';
import type { DeployedVersion } from './deployed-version.ts';
import { throttled } from './problems.ts';

export interface RunRequest {
  requestId: string;
  payload: Buffer;
  /** As the caller named it. */
  qualifier: string | null;
  clientContext: string | null;
  sink: AnswerSink;
}

export interface Ran {
  record: InvocationRecord;
  /** Null when the function answered. */
  fault: FunctionFault | null;
}

/** An environment that is loaded, or why there is none. */
interface Readied {
  environment: FunctionEnvironment;
  start: StartKind;
  init: Ms;
  repeatedInit: Ms;
  failed: Exchange | null;
  earlierLog: string;
}

/**
 * A new environment. When its init fails, the platform does it once more as part of the invocation, under
 * the function's own timeout (developer guide, "Failures during the init phase").
 */
async function startCold({ fleet, meta, initTimeout }: DeployedVersion): Promise<Readied> {
  const first = await fleet.add();
  const loading = await first.load(initTimeout);
  const ready = { environment: first, start: 'cold', init: first.init ?? 0, earlierLog: '' } as const;
  if (loading.result.outcome === 'ok') return { ...ready, repeatedInit: 0, failed: null };
  await first.gone;
  const again = await fleet.add();
  const repeated = await again.load(meta.configuration.timeoutMs, 'invoke');
  const failed = repeated.result.outcome === 'ok' ? null : repeated;
  const repeatedInit = failed === null ? (again.init ?? 0) : 0;
  return { ...ready, environment: again, init: 0, repeatedInit, failed, earlierLog: loading.log.text() };
}

async function ready(version: DeployedVersion, ledger: ConcurrencyLedger): Promise<Readied> {
  const taken = version.fleet.take();
  if (taken !== null) {
    const init = taken.start === 'pre-warmed' ? (taken.environment.init ?? 0) : 0;
    return { ...taken, init, repeatedInit: 0, failed: null, earlierLog: '' };
  }
  if (ledger.mayScale(version.meta.name, performance.now())) return startCold(version);
  throw throttled('ConcurrentInvocationLimitExceeded');
}

/** The invocation of an environment that did not come up: it starts and ends, and the runtime never heard of it. */
function neverInvoked(
  failed: Exchange,
  requestId: string,
  { version, configuration }: FunctionVersion,
): Exchange {
  failed.log.write(startLine(requestId, version));
  if (failed.result.fault?.errorType === TIMED_OUT)
    failed.log.write(timeoutLine(new Date(), requestId, configuration.timeoutMs));
  return { ...failed, result: withinInvocation(failed.result, requestId) };
}

/** Serves one event in one environment. @throws CrossoverError `throttled`, `machine-memory`, or when no sandbox can be started. */
export async function runInvocation(
  version: DeployedVersion,
  ledger: ConcurrencyLedger,
  request: RunRequest,
): Promise<Ran> {
  const { meta, fleet } = version;
  const { environment, failed, start, ...times } = await ready(version, ledger);
  const startedAt = new Date();
  const cpuBefore = start === 'cold' ? 0 : environment.cpuTime;
  const limit = Math.max(1, meta.configuration.timeoutMs - times.repeatedInit);
  const delivery = {
    requestId: request.requestId,
    payload: request.payload,
    deadline: startedAt.getTime() + limit,
    functionArn: arnOf(meta.name, request.qualifier),
    clientContext: request.clientContext,
    traceId: `Root=1-${Math.floor(startedAt.getTime() / 1_000).toString(16)}-${request.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
  };
  const exchange =
    failed === null
      ? await environment.invoke(delivery, limit, request.sink)
      : neverInvoked(failed, request.requestId, meta);
  const { outcome, problem } = exchange.result;
  // The machine was short, which is no error of the function: the caller is told to come again.
  if (outcome === 'throttled' && problem !== null) throw new CrossoverError(problem);
  if (['ok', 'handler-error', 'invalid-response'].includes(outcome)) fleet.giveBack(environment);
  const served = { requestId: request.requestId, version: meta, instanceId: environment.id };
  const record = recordOf({ ...served, ...times, startedAt, start, exchange, cpuBefore });
  return { record, fault: exchange.result.fault };
}
