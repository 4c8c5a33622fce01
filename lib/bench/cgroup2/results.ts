import type { BenchRow } from '../bench.ts';
import { attackRows, type Table } from '../functions/attacks.ts';

/** What the tests' runner says of one file, as far as it is read here. */
export interface TestFile {
  name: string;
  message: string;
  assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
}

/** A program of the product that ran inside. */
export interface ProgramRun {
  what: string;
  code: number | null;
  output: string;
}

/** What the virtual machine leaves for the host. */
export interface Results {
  kernel: string;
  controllers: string;
  processor: string;
  /** Out of function sandboxes. */
  attacks: Table[];
  /** Out of containers. */
  containers: Table[];
  files: TestFile[];
  programs: ProgramRun[];
  /** Control groups that hand down less or more than before, or that were not there. */
  left: string[];
  /** False until the last program has ended. */
  whole: boolean;
}

/** Tests that assume a machine of ordinary speed; named when they fail in emulation, where that says nothing. */
export const NEEDS_SPEED: readonly string[] = [
  'cold and warm is frozen as a whole: threads and child processes stand still too',
  'a pre-started sandbox has no more globals than a cold one, not even as one of many',
];

const firstLine = (text = ''): string => text.split('\n')[0]?.slice(0, 160) ?? '';

/** One line a file: how many of its tests passed, and the names of the others. */
export function testRow({ name, message, assertionResults }: TestFile, emulated: boolean): BenchRow {
  const ran = assertionResults.filter(({ status }) => status === 'passed' || status === 'failed');
  const failed = ran.filter(({ status }) => status === 'failed');
  const slow = failed.filter(({ fullName }) => emulated && NEEDS_SPEED.includes(fullName));
  const notes = failed.map((one) => {
    const why = slow.includes(one) ? 'too slow in emulation' : firstLine(one.failureMessages[0]);
    return `${one.fullName}: ${why}`;
  });
  const skipped = assertionResults.length - ran.length;
  return {
    ...{ what: `tests: ${name.replace(/^.*?\/lib\//, 'lib/')}`, value: ran.length - failed.length },
    unit: `of ${ran.length} passed${skipped > 0 ? `, ${skipped} not for this machine` : ''}`,
    base: [...notes, ...(ran.length === 0 ? [firstLine(message)] : [])].join('; '),
    bar: { text: 'all', met: ran.length > 0 && failed.length === slow.length },
  };
}

const programRow = ({ what, code, output }: ProgramRun): BenchRow => ({
  ...{ what, value: code === 0 ? 1 : 0, unit: 'worked', base: output.trim().split('\n').slice(-3).join(' ') },
  bar: { text: 'works', met: code === 0 },
});

const leftRow = (left: readonly string[]): BenchRow => ({
  ...{ what: 'control groups left or changed', value: left.length, unit: '', base: left.join(', ') },
  bar: { text: '0', met: left.length === 0 },
});

/** What was never tried must not pass for what was stopped. */
function wholeRow({ attacks, containers, whole }: Results): BenchRow {
  const tables = [...attacks, ...containers];
  const tried = tables.map(({ who, rows }) => `${who}: ${rows.length} attacks`);
  const met = whole && tables.length > 0 && tables.every(({ rows }) => rows.length > 0);
  return {
    ...{ what: 'came to its end', value: met ? 1 : 0, unit: '', base: tried.join(', ') },
    bar: { text: 'with every part', met },
  };
}

/** The same attack on a container is another one. */
const containerRow = (row: BenchRow): BenchRow => ({ ...row, what: `container: ${row.what}` });

export function resultRows(results: Results): BenchRow[] {
  const { attacks, containers, files, programs, left, processor } = results;
  const emulated = /TCG/.test(processor);
  return [
    ...attackRows(attacks),
    ...attackRows(containers).map(containerRow),
    ...files.map((file) => testRow(file, emulated)),
    ...programs.map(programRow),
    leftRow(left),
    wholeRow(results),
  ];
}
