import type { Deployment, DeploySpec, Invocation } from '#lib/domain/execution/executor.ts';
import { openSites, removeSite } from '../cgroup/tree.ts';
import { createFunctionExecutor, type FunctionExecutor } from '../function-executor.ts';
import { runRaw } from '../testing/raw-sandbox.ts';
import { EVALUATOR, evaluate, requestOf, specOf } from '../testing/support.ts';
import type { Arena, Attack } from './attack.ts';
import { DATA } from './catalogue/data.ts';
import { EXHAUSTION } from './catalogue/exhaustion.ts';
import { FILES } from './catalogue/files.ts';
import { KERNEL } from './catalogue/kernel.ts';
import { KERNEL_MEMORY } from './catalogue/kernel-memory.ts';
import { NETWORKS } from './catalogue/network.ts';
import { PROCESSES, SECRET } from './catalogue/processes.ts';
import { CHANNEL_FORGERIES } from './figures/channel.ts';
import { forgerOn, playerOn } from './figures/forger.ts';
import { FORGERIES, forgerSpec } from './figures/forgeries.ts';

/** Those whose walls are built otherwise, or by other means, where the engine is an ordinary user. */
export const ON_THE_USER: readonly Attack[] = [
  ...FILES,
  ...PROCESSES,
  ...NETWORKS,
  ...EXHAUSTION,
  ...KERNEL_MEMORY,
];

export const ATTACKS: readonly Attack[] = [
  ...ON_THE_USER,
  ...KERNEL,
  ...DATA,
  ...FORGERIES,
  ...CHANNEL_FORGERIES,
];

/** One line of the attack table. */
export interface AttackRow {
  name: string;
  layer: string;
  stopped: boolean;
  evidence: string;
}

/** Part of every Debian and Ubuntu, and able to make any system call. */
const PERL = '/usr/bin/perl';

async function systemCall(x64: number, arm64: number, ...args: number[]): Promise<number> {
  const call = [process.arch === 'x64' ? x64 : arm64, ...args].join(', ');
  // A child that a clone made must not answer too.
  const script = `$| = 1; $me = $$; $! = 0; $r = syscall(${call}); exit if $$ != $me; print($r == -1 ? $! + 0 : 0);`;
  return Number((await runRaw([PERL, '-e', script])).output.trim() || Number.NaN);
}

const invoker =
  (executor: FunctionExecutor) =>
  async (code: string, over: Partial<DeploySpec> = {}): Promise<Invocation> => {
    await using deployment = await executor.deploy(specOf(code, over));
    return await deployment.invoke(requestOf());
  };

const twiceInvoker =
  (executor: FunctionExecutor) =>
  async (code: string): Promise<[Invocation, Invocation]> => {
    await using deployment = await executor.deploy(specOf(code, { timeout: 2_000 }));
    return [await deployment.invoke(requestOf()), await deployment.invoke(requestOf())];
  };

/** What this user of this machine can limit with control groups. */
function sitesHere(): Arena['sites'] {
  const sites = openSites(`probe-${process.pid}-attacks`);
  for (const site of Object.values(sites)) removeSite(site);
  return sites;
}

type WithSites = Pick<Arena, 'sites'>;

async function runOne<Needs extends WithSites>(attack: Attack<Needs>, arena: Needs): Promise<AttackRow> {
  const layer = typeof attack.layer === 'string' ? attack.layer : attack.layer(arena.sites);
  try {
    return { name: attack.name, layer, ...(await attack.run(arena)) };
  } catch (error) {
    // An attack that could not be tried proves nothing.
    return {
      name: attack.name,
      layer,
      stopped: false,
      evidence: `not tried: ${String(error).slice(0, 200)}`,
    };
  }
}

/** Tries them one after another. */
export async function runAll<Needs extends WithSites>(
  attacks: readonly Attack<Needs>[],
  arena: Needs,
): Promise<AttackRow[]> {
  const rows: AttackRow[] = [];
  for (const attack of attacks) rows.push(await runOne(attack, arena));
  return rows;
}

const arenaOf = (executor: FunctionExecutor, deployment: Deployment, stack: AsyncDisposableStack): Arena => ({
  deployment,
  evaluate: (script) => evaluate(deployment, script),
  invoke: invoker(executor),
  invokeTwice: twiceInvoker(executor),
  play: playerOn((over) => executor.deploy(specOf('', over)), requestOf),
  systemCall,
  forge: forgerOn((language) => executor.deploy(specOf('', forgerSpec(language))), requestOf, stack),
  answersEarly: false,
  tool: async (...command) => (await runRaw(command)).output,
  sites: sitesHere(),
});

/**
 * Runs attacks against sandboxes as this process's user starts them.
 * @param prestarted against pre-started sandboxes, which code is handed over to
 */
export async function runAttacks(prestarted = false, attacks = ATTACKS): Promise<AttackRow[]> {
  process.env.CROSSOVER_TEST_SECRET = SECRET;
  await using executor = createFunctionExecutor(prestarted ? { prestarted: 2 } : {});
  await using stack = new AsyncDisposableStack();
  await using deployment = await executor.deploy(specOf(EVALUATOR, { memory: 1_024, timeout: 30_000 }));
  await executor.prestarted(1_024);
  return await runAll(attacks, arenaOf(executor, deployment, stack));
}
