import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MiB } from '#lib/domain/units.ts';
import type { Product } from './product.ts';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile, or is none that one may look at.
    return '';
  }
}

/** Every process that knows the product's home by its command line or its environment. */
export const processesOf = ({ home }: Product): number[] =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => (read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`)).includes(home))
    .map(Number);

/** The process of the product whose command line says this. */
export function processOf(product: Product, words: string): number {
  const found = processesOf(product).find((pid) => read(`/proc/${pid}/cmdline`).includes(words));
  if (found === undefined) throw new Error(`There is no ${words}:\n${product.output()}`);
  return found;
}

export const postmasterOf = ({ home }: Product): number =>
  Number(readFileSync(join(home, 'home/postgres/cluster/data/postmaster.pid'), 'utf8').split('\n')[0]);

/** Memory that a process has in use now. */
export const residentMemory = (pid: number): MiB =>
  Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN) / 1024;
