import type { Outcome } from '#lib/domain/execution/executor.ts';
import type { Dispatcher } from '../replica/dispatcher.ts';
import type { Result } from '../replica/outcome.ts';
import type { Replica } from '../replica/replica.ts';
import type { Forwarded } from './forward.ts';

/** A replica for a request, or why there is none. */
export async function replicaFor(dispatcher: Dispatcher, gone: AbortSignal): Promise<Replica | Result> {
  const free = dispatcher.take();
  if (free !== null) return free;
  const found = await dispatcher.wait(gone);
  return 'replica' in found ? found.replica : found.result;
}

export const isReplica = (found: Replica | Result): found is Replica => 'client' in found;

/** The request has left its replica. */
export function leave(replica: Replica, dispatcher: Dispatcher): void {
  replica.leave();
  dispatcher.left();
}

/** What a client is told by the front itself. */
export interface Refusal {
  status: number;
  message: string;
}

/** Status for a request that got no replica; everything else is 503. */
const STATUS: Partial<Record<Outcome, number>> = { throttled: 503, 'init-error': 502 };

export const refusalOf = ({ outcome, problem }: Result): Refusal => ({
  status: STATUS[outcome] ?? 503,
  message: problem?.message ?? '',
});

/** For a request whose replica gave no answer. */
export const FAILED: Record<Exclude<Forwarded, 'done' | 'broken'>, Refusal> = {
  timeout: { status: 504, message: 'The replica did not answer in time.' },
  unanswered: { status: 502, message: 'The replica broke the connection off.' },
};

/** A refusal's headers and body. */
export function refusalParts({ status, message }: Refusal): {
  headers: Record<string, string>;
  body: string;
} {
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {};
  return { headers: { 'content-type': 'application/json', ...retry }, body: JSON.stringify({ message }) };
}
