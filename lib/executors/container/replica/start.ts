import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrossoverError, type Problem } from '#lib/domain/errors.ts';
import { endedByShortage } from '#lib/domain/execution/machine-budget.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { exitWords } from '../../host/exit-words.ts';
import type { Container, Exit } from '../engines/engine.ts';
import { lockSocket } from '../engines/socket-directory.ts';
import type { Program } from '../image/program.ts';
import type { ReplicaClient } from './client.ts';
import type { Output } from './output.ts';

/** How readiness shows. */
export interface Readiness {
  kind: Program['kind'];
  /** Time there is. */
  limit: Ms;
  /** The container may use. */
  memory: MiB;
  /** Path an own server must answer with 200 to 399; any answer to `/` will do without it. */
  path?: string | undefined;
}

/** What was printed travels another way than the answer, and on a busy machine arrives later. */
const OUTPUT_PATIENCE: Ms = 1000;

/** The code cannot be loaded; its own output tells why. */
export function initError(message: string, output: Output, more = ''): CrossoverError {
  const problem: Problem = {
    code: 'init-error',
    owner: 'yours',
    message,
    remedy: 'Correct the code and deploy it again; the log shows what it printed.',
    detail: [more, output.since(0)].filter(Boolean).join('\n'),
  };
  return new CrossoverError(problem);
}

function exitedEarly(exit: Exit, output: Output, memory: MiB): CrossoverError {
  if (exit.killedFor === 'machine') return new CrossoverError(endedByShortage(memory));
  if (exit.killedFor !== null) return initError('The code ran out of memory while it was loaded.', output);
  const printed = output.since(0);
  if (/^runc: .*exec.*(not found|no such file)/m.test(printed)) {
    return initError('The command that starts the server is not in the image.', output);
  }
  if (/^runc: /m.test(printed) || exit.code === null) {
    return new CrossoverError({
      code: 'container-start-failed',
      owner: 'ours',
      message: 'The container could not be started.',
      remedy: 'Run "crossover doctor" to see what this machine lacks.',
      detail: printed,
    });
  }
  return initError(`The process ended with ${exitWords(exit.code)} while the code was loaded.`, output);
}

/** Through a published port nobody answers at first: ask again until somebody does. */
async function askUntilAnswered(client: ReplicaClient, end: Ms, over: AbortSignal) {
  for (;;) {
    try {
      return await client.ready(end - performance.now(), over);
    } catch (error) {
      if (over.aborted || performance.now() > end) throw error;
      await sleep(10);
    }
  }
}

/** An own server: asked again and again until it answers as it should. */
async function untilServing(
  client: ReplicaClient,
  output: Output,
  { limit, path }: Readiness,
  over: AbortSignal,
): Promise<void> {
  const end = performance.now() + limit;
  let last = 'Nothing answered on $PORT';
  while (!over.aborted) {
    const left = end - performance.now();
    if (left <= 0) throw initError(`${last} within ${limit / 1000} s.`, output);
    try {
      const status = await client.status(
        path ?? '/',
        AbortSignal.any([over, AbortSignal.timeout(Math.ceil(left))]),
      );
      if (path === undefined || (status >= 200 && status < 400)) return;
      last = `${path} answered ${status} and nothing else`;
    } catch {
      // Not listening yet.
    }
    await sleep(5);
  }
}

async function untilReady(
  container: Container,
  client: ReplicaClient,
  output: Output,
  { limit }: Readiness,
  over: AbortSignal,
): Promise<void> {
  const end = performance.now() + limit;
  const late = () => initError(`The code was not loaded within ${limit / 1000} s.`, output);
  const { address } = container;
  const own = 'socketPath' in address && !address.forwarded;
  if (own && !(await lockSocket(dirname(address.socketPath), limit, over))) throw late();
  const timer = AbortSignal.timeout(Math.max(1, Math.ceil(end - performance.now())) + 500);
  const problem = await askUntilAnswered(client, end, AbortSignal.any([over, timer])).catch(() => {
    throw late();
  });
  if (problem?.code === 'init-error' && problem.message === 'The code is still loading.') throw late();
  if (problem === null) return;
  await output.reached(problem.printed, OUTPUT_PATIENCE);
  throw initError(problem.message, output, problem.detail);
}

/**
 * Resolves when the container's wrapper has loaded the code, or the own server answers.
 * @throws CrossoverError `init-error` (yours) or `container-start-failed` (ours).
 */
export async function awaitReady(
  container: Container,
  client: ReplicaClient,
  output: Output,
  readiness: Readiness,
): Promise<void> {
  const over = new AbortController();
  const early = container.exited.then((exit) => {
    throw exitedEarly(exit, output, readiness.memory);
  });
  const ready =
    readiness.kind === 'wrapper'
      ? untilReady(container, client, output, readiness, over.signal)
      : untilServing(client, output, readiness, over.signal);
  ready.catch(() => {});
  try {
    await Promise.race([ready, early]);
  } catch (error) {
    // The connection may break an instant before the end of the process is known: its end says more.
    const exit = await Promise.race([container.exited, sleep(200, null)]);
    throw exit === null ? error : exitedEarly(exit, output, readiness.memory);
  } finally {
    early.catch(() => {});
    over.abort();
  }
}
