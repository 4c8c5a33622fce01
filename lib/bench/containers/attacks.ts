import { fileURLToPath } from 'node:url';
import { runContainerAttacks } from '#lib/executors/container/attacks/run.ts';
import { dockerdInstalled, startDockerd } from '#lib/executors/container/testing/dockerd.ts';
import { runAttacksAsUser } from '#lib/executors/function/attacks/as-user.ts';
import type { AttackRow } from '#lib/executors/function/attacks/run.ts';
import type { Bench } from '../bench.ts';
import { attackRows, type Table } from '../functions/attacks.ts';

const AS_USER = fileURLToPath(new URL('../../executors/container/attacks/attack-main.ts', import.meta.url));

async function onDocker(): Promise<AttackRow[]> {
  await using daemon = await startDockerd();
  process.env.DOCKER_HOST = daemon.host;
  return await runContainerAttacks('docker');
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Who starts the containers, whether this machine can try it, and the attacks. */
const SIDES: readonly { who: string; can: () => Promise<boolean>; run: () => Promise<AttackRow[]> }[] = [
  { who: 'runc', can: async () => true, run: () => runContainerAttacks('runc') },
  { who: 'runc as a user', can: async () => isRoot(), run: () => runAttacksAsUser(AS_USER) },
  { who: 'Docker', can: async () => isRoot() && (await dockerdInstalled()), run: onDocker },
];

export const containerAttacksBench: Bench = {
  description: 'Attacks out of a container, and the layer that stops each, on runc (root, user) and Docker',
  async run(say) {
    const tables: Table[] = [];
    for (const { who, can, run } of SIDES) {
      if (!(await can())) {
        say(`${who}: not on this machine`);
        continue;
      }
      say(`Attacking containers of ${who} …`);
      tables.push({ who, rows: await run() });
    }
    return attackRows(tables);
  },
};
