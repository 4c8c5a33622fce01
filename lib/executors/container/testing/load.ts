import type { Deployment, Invocation } from '#lib/domain/execution/executor.ts';
import { call } from './fixture.ts';

/** Requests one after another from `workers` at once, until `stop`; gives all that came back. */
export function loadOn(deployment: Deployment, workers: number, path = '/') {
  const results: Invocation[] = [];
  let over = false;
  const work = async () => {
    while (!over) {
      results.push(await call(deployment, path));
      // A deployment that has ended answers at once: others must have their turn too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const all = Promise.all(Array.from({ length: workers }, work));
  return {
    results,
    async stop(): Promise<readonly Invocation[]> {
      over = true;
      await all;
      return results;
    },
  };
}

async function statusOf(url: string): Promise<number> {
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** The same through the public front; gives the statuses, 0 for a connection that broke. */
export function loadOnUrl(url: string, workers: number) {
  const statuses: number[] = [];
  let over = false;
  const work = async () => {
    while (!over) {
      statuses.push(await statusOf(url));
    }
  };
  const all = Promise.all(Array.from({ length: workers }, work));
  return {
    statuses,
    async stop(): Promise<readonly number[]> {
      over = true;
      await all;
      return statuses;
    },
  };
}
