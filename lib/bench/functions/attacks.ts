import { runAttacksAsUser } from '#lib/executors/function/attacks/as-user.ts';
import { runRuntimeApiForgeries } from '#lib/executors/function/attacks/figures/runtime-api.ts';
import { type AttackRow, runAttacks } from '#lib/executors/function/attacks/run.ts';
import type { Bench, BenchRow } from '../bench.ts';

export interface Table {
  /** Who started the sandboxes. */
  who: string;
  rows: readonly AttackRow[];
  /** Attacks that have no object there, by name. */
  without?: readonly string[];
}

/** One line an attack: what stops it, and what came of it for each who starts sandboxes. */
function row(name: string, tables: readonly Table[]): BenchRow {
  const results = tables.flatMap(({ who, rows }) => {
    const result = rows.find((one) => one.name === name);
    return result === undefined ? [] : [{ who, ...result }];
  });
  const stopped = results.filter((one) => one.stopped).length;
  const layers = [...new Set(results.map(({ layer }) => layer))].join(' / ');
  const said = results.map(({ who, evidence }) => `${who}: ${evidence}`).join('; ');
  return {
    ...{ what: name, value: stopped, unit: `of ${results.length} stopped`, base: `${layers}. ${said}` },
    bar: { text: 'all', met: stopped === tables.filter(({ without }) => !without?.includes(name)).length },
  };
}

/** One row for each attack that anybody tried; whoever did not try it has not stopped it. */
export const attackRows = (tables: readonly Table[]): BenchRow[] =>
  [...new Set(tables.flatMap(({ rows }) => rows.map(({ name }) => name)))].map((name) => row(name, tables));

export const attacksBench: Bench = {
  description: 'Attacks out of a function sandbox, and the layer that stops each',
  async run(say) {
    const tables: Table[] = [];
    const own = process.getuid?.() === 0 ? 'root' : 'user';
    say(`Attacking sandboxes of an engine that is ${own} …`);
    tables.push({ who: own, rows: await runAttacks() });
    say('Attacking pre-started sandboxes …');
    tables.push({ who: `${own}, pre-started`, rows: await runAttacks(true) });
    if (own === 'root') {
      say('Attacking sandboxes of an engine that is an ordinary user …');
      tables.push({ who: 'user', rows: await runAttacksAsUser() });
    }
    say('Forging figures behind the Runtime API …');
    const behind = [{ who: 'behind the Runtime API', rows: await runRuntimeApiForgeries() }];
    return [...attackRows(tables), ...attackRows(behind)];
  },
};
