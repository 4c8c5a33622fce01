import { readdirSync, readFileSync } from 'node:fs';
import { postmasterOf, processesOf, processOf } from '#lib/cli/testing/processes.ts';
import type { Ms, Random } from '#lib/domain/units.ts';
import type { Dockerd } from '#lib/executors/container/testing/dockerd.ts';
import { commandLine } from '#lib/executors/host/testing/processes.ts';
import { type House, until } from './house.ts';

export const VICTIMS = [
  'web',
  'engine',
  'Postgres',
  'supervisor',
  'dockerd',
  'launcher of a sandbox',
] as const;
export type Victim = (typeof VICTIMS)[number];

/** The guard looks twice, over 2.5 s, for containers whose start was under way, and removes them. */
const ITS_END: Ms = 30_000;

/** Programs that hold sandboxes are children of the engine, and know nothing of its home. */
function launchersOf(engine: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return name === 'bwrap' && Number(parent) === engine;
      } catch {
        return false;
      }
    });
}

/** One of them; there is none before the first environment, and none is left after the last. */
async function killLauncher({ product }: House, random: Random): Promise<void> {
  let launchers: number[] = [];
  await until('a sandbox', 20_000, async () => {
    launchers = launchersOf(processOf(product, 'lib/engine/main.ts'));
    return launchers.length > 0;
  });
  process.kill(launchers[Math.floor(random() * launchers.length)] ?? 0, 'SIGKILL');
}

/** Ends it by SIGKILL. What nobody starts again, its owner does here: the supervisor, and dockerd. */
export async function kill(victim: Victim, house: House, dockerd: Dockerd, random: Random): Promise<void> {
  const { product } = house;
  if (victim === 'web') process.kill(processOf(product, 'lib/server/web/main.ts'), 'SIGKILL');
  else if (victim === 'engine') process.kill(processOf(product, 'lib/engine/main.ts'), 'SIGKILL');
  else if (victim === 'Postgres') process.kill(postmasterOf(product), 'SIGKILL');
  else if (victim === 'dockerd') await dockerd.killAndRestart();
  else if (victim === 'launcher of a sandbox') await killLauncher(house, random);
  else {
    const ended = new Promise((resolve) => product.process.once('exit', resolve));
    product.process.kill('SIGKILL');
    await ended;
    const left = () => processesOf(product).map((pid) => `${pid} ${commandLine(pid).slice(0, 120)}`);
    const all = await until('', ITS_END, async () => left().length === 0).then(
      () => [],
      () => left(),
    );
    await house.startAgain();
    if (all.length > 0)
      throw new Error(`A killed supervisor left for ${ITS_END / 1_000} s: ${all.join(', ')}`);
  }
}
