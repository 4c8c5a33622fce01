import { processOf, residentMemory } from '#lib/cli/testing/processes.ts';
import { startProduct } from '#lib/cli/testing/product.ts';
import type { AttackRow } from '#lib/executors/function/attacks/run.ts';
import { CROWDS } from '#lib/server/web/attacks/catalogue/crowds.ts';
import { runWebAttack, runWebAttacks, WEB_ATTACKS, webArena } from '#lib/server/web/attacks/run.ts';
import type { Bench } from '../bench.ts';
import { attackRows, type Table } from '../functions/attacks.ts';

const NO_TOKEN = WEB_ATTACKS.filter(({ only }) => only === 'token').map(({ name }) => name);

/** How the product was started: what it demands, and as whom it runs. */
const MODES = [
  { who: 'loopback', env: {}, asUser: false },
  { who: 'beyond loopback', env: { CROSSOVER_HOST: '0.0.0.0' }, asUser: false },
  // There code is run only when it is trusted, for such a user may have no control groups.
  {
    ...{ who: 'beyond loopback, as a user', asUser: true },
    env: { CROSSOVER_HOST: '0.0.0.0', CROSSOVER_TRUST_CODE: '1' },
  },
] as const;

async function attack(
  { env, asUser }: (typeof MODES)[number],
  say: (text: string) => void,
): Promise<AttackRow[]> {
  const product = await startProduct(env, { asUser });
  try {
    const arena = webArena(product.url);
    const web = () => residentMemory(processOf(product, 'lib/server/web/main.ts'));
    const before = processOf(product, 'lib/server/web/main.ts');
    const rows: AttackRow[] = [];
    for (const one of CROWDS) {
      say(one.name);
      rows.push(await runWebAttack({ ...one, run: (given) => one.run({ ...given, memory: web }) }, arena));
    }
    rows.push(...(await runWebAttacks(WEB_ATTACKS, arena)));
    const alive = processOf(product, 'lib/server/web/main.ts') === before;
    const name = 'the web process is the same after all of it';
    return [...rows, { name, layer: 'all of them', stopped: alive, evidence: alive ? 'yes' : 'no' }];
  } finally {
    await product.stop();
  }
}

export const webAttacksBench: Bench = {
  description: 'Attacks on the web process by those who reach its port, and the layer that stops each',
  async run(say) {
    const tables: Table[] = [];
    for (const mode of MODES) {
      if (mode.asUser && process.getuid?.() !== 0) continue;
      say(`Attacking a product: ${mode.who} …`);
      const without = mode.who === 'loopback' ? NO_TOKEN : [];
      tables.push({ who: mode.who, rows: await attack(mode, say), without });
    }
    return attackRows(tables);
  },
};
