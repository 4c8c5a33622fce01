import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRow } from '../bench.ts';
import { makeInitramfs } from './initramfs.ts';
import { boot, kvmWorks } from './machine.ts';
import { findKernel, requireTools } from './parts.ts';
import { type Results, resultRows } from './results.ts';

/** Lines of its first programs that are worth telling; the kernel's and the firmware's are not. */
const worthTelling = (line: string): boolean =>
  /^(problem:|Attacking|Running|crossover | +[✓❯×] )/.test(line);

/** Kept to the end: Ctrl-C comes twice, from the terminal and from npm, and the second must not cut the first short. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const leave = () => process.exit(130);

async function runInside(directory: string, say: (text: string) => void): Promise<Results> {
  const out = join(directory, 'out');
  mkdirSync(out);
  const kernel = await findKernel(directory, say);
  const initramfs = await makeInitramfs(directory, kernel);
  say(`Booting Linux ${kernel.version} with cgroup v2 alone …`);
  const printed: string[] = [];
  await boot({ kernel: kernel.image, initramfs, out, kvm: kvmWorks() }, (line) => {
    printed.push(line);
    if (worthTelling(line)) say(line);
  });
  try {
    return JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results;
  } catch (error) {
    throw new Error(`It left no results. It said last: ${printed.slice(-15).join('\n')}`, { cause: error });
  }
}

function machineRow({ kernel, controllers, processor }: Results): BenchRow {
  const met = ['cpu', 'memory', 'pids'].every((one) => controllers.split(' ').includes(one));
  return {
    ...{ what: 'controllers of version 2', value: controllers.split(' ').length, unit: '' },
    ...{ base: `Linux ${kernel}, ${processor}: ${controllers}`, bar: { text: 'cpu, memory, pids', met } },
  };
}

/** Where every controller is of version 1, as on older machines and in some containers, its paths show only here. */
export const cgroup2Bench: Bench = {
  description: 'The attacks and the tests of control groups on a virtual machine with cgroup v2 alone',
  async run(say) {
    await requireTools();
    const directory = mkdtempSync(join(tmpdir(), 'crossover-cgroup2-'));
    const clean = () => rmSync(directory, { recursive: true, force: true });
    // The machine ends with this process by itself; its files are removed however it ends.
    process.once('exit', clean);
    for (const signal of SIGNALS) process.on(signal, leave);
    try {
      const results = await runInside(directory, say);
      return [machineRow(results), ...resultRows(results)];
    } finally {
      clean();
      process.removeListener('exit', clean);
      for (const signal of SIGNALS) process.removeListener(signal, leave);
    }
  },
};
