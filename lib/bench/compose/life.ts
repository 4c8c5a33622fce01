import { globSync } from 'node:fs';
import type { Ms } from '#lib/domain/units.ts';
import { atMost, type BenchRow } from '../bench.ts';
import { until } from '../faults/house.ts';
import { type Acknowledged, allEnded, begin, lost, nothing, serves, WORKS } from '../faults/works.ts';
import { newerImage } from './image.ts';
import type { Compose } from './stack.ts';

const ENDED_WITHIN: Ms = 120_000;

const holds = (what: string, met: boolean, base?: string): BenchRow => ({
  ...{ what, value: met ? 1 : 0, unit: '', bar: { text: 'yes', met } },
  ...(base ? { base } : {}),
});

/** Whether everything that was said yes to is there, and has come to an end that its reader is told. */
async function keptRow(what: string, { url }: Compose, list: Acknowledged): Promise<BenchRow> {
  await until('what was begun comes to an end', ENDED_WITHIN, () => allEnded(url, list));
  const gone = await lost(url, list);
  const all = list.workloads.length + list.experiments.length + list.runs.length;
  return {
    ...{ what, value: gone.length, unit: `of ${all} lost` },
    ...{ base: gone.join(', '), bar: atMost(gone.length, 0) },
  };
}

/** Begins one of each kind of work. */
async function beginAll({ url }: Compose): Promise<Acknowledged> {
  const list = nothing();
  for (const work of WORKS) await begin(url, work, 'runc', list);
  return list;
}

/** Killed with -9 in the middle of work, it starts on the same volume with every row that it had said yes to. */
export async function killed(compose: Compose, say: (text: string) => void): Promise<BenchRow[]> {
  say('Killing the container in a run …');
  const list = await beginAll(compose);
  await compose.kill();
  const took = await compose.up();
  return [
    { what: 'start after kill -9', value: took / 1_000, unit: 's' },
    await keptRow('acknowledged rows after kill -9', compose, list),
    holds('both sides serve after kill -9', await serves(compose.url, 'runc')),
  ];
}

const groupsOf = (container: string): string[] => globSync(`/sys/fs/cgroup/**/*${container}*`);

/** Ends in order and leaves nothing; starts as another image on the same volume with every row. */
export async function stoppedAndUpgraded(
  compose: Compose,
  image: string,
  say: (text: string) => void,
): Promise<BenchRow[]> {
  say('Stopping it in order and starting a newer image on its volume …');
  const list = await beginAll(compose);
  await until('what was begun comes to an end', ENDED_WITHIN, () => allEnded(compose.url, list));
  const container = await compose.container();
  const { code, took } = await compose.stop();
  const left = groupsOf(container);
  await newerImage(image, `${image}-newer`);
  const start = await compose.up(`${image}-newer`);
  return [
    { what: 'exit code after SIGTERM', value: code, unit: '', bar: atMost(code, 0) },
    { what: 'time from SIGTERM to its end', value: took / 1_000, unit: 's' },
    {
      what: 'control groups left',
      value: left.length,
      unit: '',
      base: left.join(' '),
      bar: atMost(left.length, 0),
    },
    {
      what: 'start of another image on the same volume',
      value: start / 1_000,
      unit: 's',
      bar: atMost(start / 1_000, 5, ' s'),
    },
    await keptRow('rows after the upgrade', compose, list),
  ];
}
