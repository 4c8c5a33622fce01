import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import { onAbort } from '../../host/on-abort.ts';
import { within } from '../../host/within.ts';
import type { Exit } from '../engines/engine.ts';
import type { Call } from './call.ts';
import { answerOf, type ReplicaClient } from './client.ts';
import type { Deadline, Deadlines } from './deadlines.ts';
import { AnswerTooLarge } from './message-reader.ts';
import { answered, ended, failure, type Result } from './outcome.ts';
import type { Output } from './output.ts';

const PATIENCE = {
  /** The end of a process is known a little after its connections broke. */
  exitMs: 1_000,
  /** For output that belongs to an answer. */
  outputMs: 50,
} as const;

/** The replica that a request is sent to. */
export interface Party {
  readonly client: ReplicaClient;
  readonly output: Output;
  readonly exited: Promise<Exit>;
  /** It may use. */
  readonly memory: MiB;
  /** It has said that it ends by itself now. */
  ending(): void;
}

/** We ended the exchange ourselves. */
class GivenUp extends Error {
  readonly why: 'timeout' | 'cancelled';
  constructor(why: 'timeout' | 'cancelled') {
    super(why);
    this.why = why;
  }
}

/** What ends an exchange before its answer: its deadline, or who asked for it. */
class Limits {
  readonly #deadlines: Deadlines;
  readonly #calledOff: () => void;
  #deadline: Deadline | null;

  constructor(call: Call, deadlines: Deadlines, signal: AbortSignal | undefined) {
    this.#deadlines = deadlines;
    this.#deadline = deadlines.add(() => {
      this.#deadline = null;
      call.abort(new GivenUp('timeout'));
    });
    this.#calledOff = onAbort(signal, () => call.abort(new GivenUp('cancelled')));
  }

  off(): void {
    if (this.#deadline !== null) this.#deadlines.remove(this.#deadline);
    this.#deadline = null;
    this.#calledOff();
  }
}

/** Sends one request and waits for its answer. Never rejects: what goes wrong is an outcome. */
export async function exchange(
  party: Party,
  request: InvokeRequest,
  deadlines: Deadlines,
  signal?: AbortSignal,
): Promise<Result> {
  const { client, output } = party;
  const position = output.total;
  const started = performance.now();
  const call = client.call(request);
  const over = new Limits(call, deadlines, signal);
  try {
    const answer = answerOf(await call.answer);
    const elapsed = performance.now() - started;
    if (answer.ends) party.ending();
    if (output.total < answer.printed) await output.reached(answer.printed, PATIENCE.outputMs);
    return answered(answer, elapsed, output.since(position));
  } catch (error) {
    return await failed(party, error, performance.now() - started, position, deadlines.limit);
  } finally {
    over.off();
  }
}

async function failed(
  { output, exited, memory }: Party,
  error: unknown,
  handler: Ms,
  position: Bytes,
  timeout: Ms,
): Promise<Result> {
  const more = () => ({ handler, log: output.since(position) });
  const why = error instanceof GivenUp ? error.why : null;
  if (why === 'timeout') return failure(why, `The handler did not answer within ${timeout} ms.`, more());
  if (why === 'cancelled') return failure(why, 'The request was cancelled.', more());
  if (error instanceof AnswerTooLarge) return failure('invalid-response', error.message, more());
  const exit = await within(exited, PATIENCE.exitMs, () => null);
  if (exit !== null) return ended(exit, memory, { ...more(), output: output.since(0) });
  const detail = error instanceof Error ? error.message : String(error);
  return failure('invalid-response', 'The replica broke the connection off.', { ...more(), detail });
}
