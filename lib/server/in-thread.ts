import { Worker } from 'node:worker_threads';
import { CrossoverError, type Problem } from '#lib/domain/errors.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';

/** The last message of a thread's program; whatever it tells before has another kind. */
export type ThreadEnd<Result> = { kind: 'result'; result: Result } | { kind: 'failed'; problem: Problem };

export interface ThreadOptions<Message> {
  program: string | URL;
  /** Its `workerData`. */
  data: unknown;
  /** Of JavaScript objects; beyond it the thread ends, not the process. */
  heap: MiB;
  limit: Ms;
  tooLarge: Problem;
  tooSlow: Problem;
  /** Ends the thread, and rejects with the signal's reason. */
  signal?: AbortSignal;
  heard?: (message: Message) => void;
}

/**
 * Heavy work in a thread of its own, so that the process serves others meanwhile.
 * @throws CrossoverError what the program told; `tooLarge`, `tooSlow`
 */
export function inThread<Result, Message extends { kind: string } = never>(
  options: ThreadOptions<Message>,
): Promise<Result> {
  const { program, data, heap, limit, tooLarge, tooSlow, signal, heard } = options;
  signal?.throwIfAborted();
  const worker = new Worker(program, {
    workerData: data,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  return new Promise((resolve, reject) => {
    const abort = () => settle(() => reject(signal?.reason));
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      end();
      void worker.terminate();
    };
    const timer = setTimeout(() => settle(() => reject(new CrossoverError(tooSlow))), limit);
    signal?.addEventListener('abort', abort);
    worker.on('message', (message: ThreadEnd<Result> | Message) => {
      if (isResult<Result>(message)) settle(() => resolve(message.result));
      else if (isFailure(message)) settle(() => reject(new CrossoverError(message.problem)));
      else heard?.(message as Message);
    });
    worker.on('error', (cause) =>
      settle(() => reject(isTooLarge(cause) ? new CrossoverError(tooLarge, { cause }) : cause)),
    );
    worker.on('exit', (code) => settle(() => reject(new Error(`The thread ended with ${code}.`))));
  });
}

const isResult = <Result>(message: { kind: string }): message is { kind: 'result'; result: Result } =>
  message.kind === 'result';
const isFailure = (message: { kind: string }): message is { kind: 'failed'; problem: Problem } =>
  message.kind === 'failed';

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
