import { dockerdInstalled } from '#lib/executors/container/testing/dockerd.ts';
import { ENGINES } from '#lib/executors/container/testing/fixture.ts';
import { type SmallMachine, smallMachine } from '#lib/executors/machine/testing/small-machine.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { type Crowd, crowdRows } from './crowd.ts';
import { productRows } from './product.ts';

/** Fifty sandboxes that each touch 200 MiB need 10 GiB: this is about a quarter of it. */
const MACHINE = 3_072;
const CROWD = { count: 50, memory: 256, touched: 200 } as const;
/** More containers than this do not start in their time on two processors, and then touch nothing. */
const CONTAINERS = 20;

const CROWDS: readonly Crowd[] = [
  { side: 'function', ...CROWD },
  { side: 'runc', ...CROWD, count: CONTAINERS },
];
const DOCKER: Crowd = { side: 'docker', ...CROWD, count: CONTAINERS };

async function onSmallMachine(work: (machine: SmallMachine) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  await using machine = smallMachine(MACHINE);
  if (machine === null)
    throw new Error('No control group can be made here that counts memory: run it as root.');
  const rows = await work(machine);
  const kills = machine.kills();
  return [
    ...rows,
    { what: 'processes of Crossover itself killed', value: kills, unit: '', bar: atMost(kills, 0) },
  ];
}

export const bench: Bench = {
  description:
    'fifty sandboxes that touch their memory on a machine with a quarter of it, on both sides and through the product',
  async run(say) {
    const rows: BenchRow[] = [];
    for (const crowd of CROWDS) {
      say(`${crowd.count} sandboxes of ${crowd.side} …`);
      rows.push(...(await onSmallMachine((machine) => crowdRows(machine, crowd))));
    }
    if (await dockerdInstalled()) {
      say(`${DOCKER.count} containers of Docker …`);
      await using _daemon = await ENGINES.docker.begin();
      rows.push(...(await onSmallMachine((machine) => crowdRows(machine, DOCKER))));
    } else say('Docker: not on this machine');
    say('The whole product, with fifty sandboxes …');
    return [...rows, ...(await onSmallMachine(productRows))];
  },
};
