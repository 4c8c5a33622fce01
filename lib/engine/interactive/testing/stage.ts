import type { Executor, InstanceSnapshot, Invocation, Side } from '#lib/domain/execution/executor.ts';
import {
  type InteractiveJob,
  PlaygroundRequest,
  type PlaygroundRequestInput,
} from '#lib/domain/interactive/interactive.ts';
import type { LiveEvent } from '#lib/domain/live/events.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { topics } from '#lib/server/live/publish.ts';

/** Both executors, counting what is deployed. */
export function openExecutors() {
  const deployed: Record<Side, number> = { function: 0, container: 0 };
  const counting = (executor: Executor): Executor => ({
    side: executor.side,
    deploy(spec, signal) {
      deployed[executor.side] += 1;
      return executor.deploy(spec, signal);
    },
    capabilities: () => executor.capabilities(),
    [Symbol.asyncDispose]: () => executor[Symbol.asyncDispose](),
  });
  const executors = {
    function: counting(createFunctionExecutor()),
    container: counting(createContainerExecutor({ engine: 'runc' })),
  };
  const close = async () => {
    await Promise.all(Object.values(executors).map((executor) => executor[Symbol.asyncDispose]()));
  };
  return { executors, deployed, close };
}

/** Where events go in these tests: kept in order, by topic, after a moment as with a database. */
export class Board {
  readonly all: { topic: string; event: LiveEvent }[] = [];

  readonly publish = async (topic: string, event: LiveEvent): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.all.push({ topic, event });
  };

  of(runId: string): LiveEvent[] {
    return this.all.filter(({ topic }) => topic === topics.run(runId)).map(({ event }) => event);
  }

  invocations(runId: string, side?: Side): Invocation[] {
    return this.of(runId).flatMap((event) =>
      event.kind === 'invocation' && (side === undefined || event.side === side) ? [event.invocation] : [],
    );
  }

  /** Every live list of a browser that was published, oldest first. */
  lists(browser = 'browser'): InstanceSnapshot[][] {
    return this.all.flatMap(({ topic, event }) =>
      topic === topics.instances(browser) && event.kind === 'instances' && 'instances' in event
        ? [event.instances]
        : [],
    );
  }
}

let runs = 0;
/** A playground job with this code. */
export function play(content: string, more: Partial<PlaygroundRequestInput> = {}, browser = 'browser') {
  runs += 1;
  const code = { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content }] };
  const request = PlaygroundRequest.parse({ code, memoryMiB: 256, ...more });
  return { kind: 'playground', runId: `run-${runs}`, browser, request } as const satisfies InteractiveJob;
}

export const lesson = (slug: string) => {
  runs += 1;
  return { kind: 'lesson', runId: `run-${runs}`, lesson: slug } as const satisfies InteractiveJob;
};

/** Waits until something holds, as long as a slow machine may need. @throws Error naming what did not come about */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`This did not come about: ${what}`);
}
