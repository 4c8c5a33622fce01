import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { MiB } from '#lib/domain/units.ts';
import type { SmallMachine } from '#lib/executors/machine/testing/small-machine.ts';
import { atLeast, atMost, type BenchRow } from '../bench.ts';

const MAIN = fileURLToPath(new URL('../../executors/machine/testing/crowd-main.ts', import.meta.url));

export interface Crowd {
  side: 'function' | 'runc' | 'docker';
  count: number;
  memory: MiB;
  /** Memory that each really touches. */
  touched: MiB;
}

interface Said {
  said: { outcome: string; code: string | null; message: string | null }[];
  after: string;
  detail: string | null;
}

/** All sandboxes of one side at once in a process of its own, and one more when they are done. */
export async function crowdRows(machine: SmallMachine, crowd: Crowd): Promise<BenchRow[]> {
  const { side, count, memory, touched } = crowd;
  const command = [process.execPath, MAIN, side, String(count), String(memory), String(touched)];
  const child = machine.start(command, process.env);
  const printed = child.stdout ? await text(child.stdout) : '';
  const { said, after, detail } = JSON.parse(printed) as Said;
  const served = said.filter(({ outcome }) => outcome === 'ok').length;
  const refused = said.filter(({ code }) => code === 'machine-memory').length;
  const rest = said.filter(({ outcome, code }) => outcome !== 'ok' && code !== 'machine-memory');
  const late = rest.filter(({ message }) => /took longer|was not loaded within/.test(message ?? '')).length;
  const others = rest.filter(({ message }) => !/took longer|was not loaded within/.test(message ?? ''));
  const who = `${count} × ${touched} of ${memory} MiB, ${side}`;
  const other = others[0] && `${others[0].outcome} ${others[0].message}`;
  const next = Number(after === 'served');
  return [
    { what: `${who}: served`, value: served, unit: '', bar: atLeast(served, 1) },
    { what: `${who}: refused as machine-memory`, value: refused, unit: '', bar: atLeast(refused, 1) },
    // Fifty starts at once are more than few processors manage in the time for one: no question of memory.
    { what: `${who}: too slow to start or answer`, value: late, unit: '' },
    {
      ...{ what: `${who}: anything else`, value: others.length, unit: '', bar: atMost(others.length, 0) },
      ...(other ? { base: other } : {}),
    },
    {
      ...{ what: `${who}: the first afterwards served`, value: next, unit: '', bar: atLeast(next, 1) },
      ...(detail ? { base: detail } : {}),
    },
  ];
}
