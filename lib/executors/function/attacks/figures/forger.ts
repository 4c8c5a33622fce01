import type { Deployment, DeploySpec, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';

export const FORGER_LANGUAGES = ['Node', 'Python'] as const;
export type ForgerLanguage = (typeof FORGER_LANGUAGES)[number];

/** CPU time that the forging code uses for each request, by clocks that it has not replaced. */
export const WORK: Ms = 40;
/** Where control groups do not count CPU time, two readings of a process may be this much apart (proc(5), clock ticks). */
export const COUNTED_IN: Ms = 20;
/** Memory that it holds at once when it is asked to. */
export const HELD_MIB = 96;

/** The figures of one request to the forging code. */
export interface Forged {
  told: Pick<Invocation, 'outcome' | 'cold' | 'init' | 'handler' | 'billed' | 'body' | 'log'>;
  /** From the call to its answer, by the clock of this process. */
  wall: Ms;
  /** CPU time that the kernel counted meanwhile, or until the work was done; null where it does not count. */
  cpu: Ms | null;
  memoryPeak: number | null;
}

/** Code that forges, deployed one way; `path` says how. */
export type Forger = (language: ForgerLanguage, path: string) => Promise<Forged>;

/** A moment is all that work which goes on after its answer needs; without it nothing changes any more. */
const SETTLING = { tries: 40, pause: 25 } as const;

const pause = (ms: Ms): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits for the CPU time of work that outlives its answer. */
async function cpuSince(read: () => Promise<Ms | null>, before: Ms | null): Promise<Ms | null> {
  for (let tries = 0; ; tries += 1) {
    const now = await read();
    if (now === null || before === null) return null;
    if (now - before >= WORK - COUNTED_IN || tries === SETTLING.tries) return now - before;
    await pause(SETTLING.pause);
  }
}

/** Deploys each language once, when it is first asked for; all of it ends with `stack`. */
export function forgerOn(
  deploy: (language: ForgerLanguage) => Promise<Deployment>,
  requestOf: (over: Partial<InvokeRequest>) => InvokeRequest,
  stack: AsyncDisposableStack,
): Forger {
  const deployed = new Map<ForgerLanguage, Deployment>();
  return async (language, path) => {
    const deployment = deployed.get(language) ?? stack.use(await deploy(language));
    deployed.set(language, deployment);
    // The first one starts it: its code has replaced everything by then.
    if (deployment.instances().every(({ state }) => state !== 'idle'))
      await deployment.invoke(requestOf({ path: '/' }));
    const cpu = async (): Promise<Ms | null> => (await deployment.usage?.())?.total.cpuTime ?? null;
    const before = await cpu();
    const began = performance.now();
    const told = await deployment.invoke(requestOf({ path }));
    const wall = performance.now() - began;
    const used = await cpuSince(cpu, before);
    return {
      told,
      wall,
      cpu: used,
      memoryPeak: (await deployment.usage?.())?.total.memoryPeak ?? null,
    };
  };
}

/** A function of its own, invoked so often; the CPU time of all its environments, null where it is not counted. */
export type Player = (
  over: Partial<DeploySpec>,
  times: number,
) => Promise<{ told: Invocation[]; cpu: Ms | null }>;

export const playerOn =
  (
    deploy: (over: Partial<DeploySpec>) => Promise<Deployment>,
    requestOf: (over: Partial<InvokeRequest>) => InvokeRequest,
  ): Player =>
  async (over, times) => {
    await using deployment = await deploy(over);
    const told: Invocation[] = [];
    for (let n = 0; n < times; n += 1) told.push(await deployment.invoke(requestOf({})));
    return { told, cpu: (await deployment.usage?.())?.total.cpuTime ?? null };
  };
