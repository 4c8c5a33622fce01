import { cpus, release, totalmem } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { BenchOptions, BenchRow } from './bench.ts';
import { BENCHES } from './benches.ts';

/** `npm run -s bench -- <name> [--json]`: a table, or JSON that names the machine. Exit code 1 when a bar is missed. */
const program = new Command('bench')
  .argument('<name>', `one of: ${Object.keys(BENCHES).join(', ')}`)
  .option('--json', 'print JSON')
  .option('--kills <n>', 'of faults: kills of each process', wholeNumber)
  .option('--seed <n>', 'of faults: repeats a run by the seed that it printed', wholeNumber)
  .option('--minutes <n>', 'of crowd: how long', wholeNumber)
  .action(bench);

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

async function bench(name: string, { json, ...options }: BenchOptions & { json?: boolean }): Promise<void> {
  const load = BENCHES[name];
  if (!load)
    return program.error(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  const rows = await (await load()).run((text) => console.error(text), options);
  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    node: process.version,
  };
  if (json) console.log(JSON.stringify({ bench: name, machine, rows }, null, 2));
  else print(rows, machine);
  if (rows.some(({ bar }) => bar && !bar.met)) process.exitCode = 1;
}

function print(rows: readonly BenchRow[], machine: object): void {
  console.log(
    Object.entries(machine)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  );
  const cells = rows.map((row) => [row.what, figure(row), row.bar?.text ?? '', met(row), row.base ?? '']);
  const table = [['what', 'value', 'bar', 'met', 'against'], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const figure = ({ value, unit }: BenchRow): string =>
  `${Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3))}${unit && ` ${unit}`}`;
const met = ({ bar }: BenchRow): string => (bar ? (bar.met ? 'yes' : 'NO') : '');

// Last, when every constant above has its value.
await program.parseAsync();
