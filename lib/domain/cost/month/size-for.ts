import { CrossoverError } from '../../errors.ts';
import { sizeMeter } from '../ec2.ts';
import type { Found } from '../find-sheet.ts';
import { ceilTo, memoryFor, memoryWords, nearestMemory } from '../rules/rounding.ts';
import type { NamedSize, SizeRange, SizeRow, SizeRule } from '../rules/rule.ts';
import type { PriceBook } from '../sheets/book.ts';
import type { Usage } from '../usage.ts';

/** What a replica is put on. */
export interface ChosenSize {
  vcpu: number;
  gb: number;
  /** Replicas that fit one instance. */
  per: number;
  /** Name of an instance type. */
  type: string | null;
  /** Disk that comes with it and is billed. */
  diskGb?: number | undefined;
  words: string;
}

const MB_PER_GB = 1024;

/** The smallest memory of a function platform that holds the workload. @throws CrossoverError when none does. */
export function functionMemory({ sheet, rule }: Found, mb: number): number {
  const sold = memoryFor(mb, rule.memory);
  if (sold !== null || rule.memory === undefined) return sold ?? mb;
  throw notSold(
    `${sheet.name} has no memory of ${mb} MB, but ${memoryWords(rule.memory)}; nearest valid value: ${nearestMemory(mb, rule.memory)}.`,
  );
}

/** The cheapest size that holds one replica. @throws CrossoverError when there is none. */
export function sizeFor(found: Found, book: PriceBook, usage: Usage, arch: 'x86' | 'arm64'): ChosenSize {
  const need = { vcpu: usage.replica.vcpu, gb: usage.replica.memoryMiB / MB_PER_GB };
  const rule = found.rule.size;
  const size = rule === undefined ? plainSize(need) : CHOOSERS[rule.kind](rule, need, { found, book, arch });
  if (size !== null) return size;
  throw notSold(
    `${found.sheet.name} has no size with ${need.vcpu} vCPU and ${need.gb} GB; nearest valid value: ${largest(rule)}.`,
  );
}

interface Need {
  vcpu: number;
  gb: number;
}
interface Market {
  found: Found;
  book: PriceBook;
  arch: 'x86' | 'arm64';
}
type Chooser = (rule: SizeRule, need: Need, market: Market) => ChosenSize | null;

const CHOOSERS: Readonly<Record<SizeRule['kind'], Chooser>> = {
  table: (rule, need) => (rule.kind === 'table' ? fromTable(rule.rows, need) : null),
  ranges: (rule, need) => (rule.kind === 'ranges' ? fromRanges(rule.rows, need) : null),
  limits: (rule, need) => (rule.kind === 'limits' ? fromLimits(rule, need) : null),
  named: (rule, need, market) => (rule.kind === 'named' ? fromNames(rule.types, need, market) : null),
};

const plainSize = ({ vcpu, gb }: Need): ChosenSize => ({
  vcpu,
  gb,
  per: 1,
  type: null,
  words: `${vcpu} vCPU and ${Number(gb.toFixed(3))} GB`,
});

function fromTable(rows: readonly SizeRow[], need: Need): ChosenSize | null {
  for (const row of rows) {
    const gb = row.gb.find((one) => one >= need.gb);
    if (row.vcpu >= need.vcpu && gb !== undefined)
      return { ...plainSize({ vcpu: row.vcpu, gb }), diskGb: row.diskGb };
  }
  return null;
}

/** A fraction of a vCPU is given more where the memory wants it. */
function fromRanges(rows: readonly SizeRange[], need: Need): ChosenSize | null {
  const row = rows.find(({ vcpu, gb }) => need.vcpu <= vcpu[1] && need.gb <= gb[1]);
  return row === undefined
    ? null
    : plainSize({ vcpu: Math.max(need.vcpu, row.vcpu[0]), gb: Math.max(need.gb, row.gb[0]) });
}

function fromLimits(rule: Extract<SizeRule, { kind: 'limits' }>, need: Need): ChosenSize | null {
  const { gbPerVcpu, vcpuStep, gbStep, minVcpu = 0, minGb = 0 } = rule;
  const gb = Math.max(minGb, gbPerVcpu === undefined ? need.gb : Math.max(need.gb, need.vcpu * gbPerVcpu));
  const vcpu = Math.max(minVcpu, gbPerVcpu === undefined ? need.vcpu : gb / gbPerVcpu);
  if (vcpu > rule.maxVcpu || gb > rule.maxGb) return null;
  return plainSize({
    vcpu: vcpuStep === undefined ? vcpu : ceilTo(vcpu, vcpuStep),
    gb: gbStep === undefined ? gb : ceilTo(gb, gbStep),
  });
}

/** The type with the lowest price for one replica; the first that fits where the type has no price of its own. */
function fromNames(
  types: Readonly<Record<string, NamedSize>>,
  need: Need,
  { found, book, arch }: Market,
): ChosenSize | null {
  // Platforms whose types do not come in both kinds are taken as they are.
  const both = Object.values(types).some((one) => one.arm64);
  const fitting = Object.entries(types).flatMap(([type, { vcpu, gb, burstable, arm64 }]) => {
    const per = Math.floor(Math.min(vcpu / need.vcpu, gb / need.gb) + 1e-9);
    if (per < 1 || burstable || (both && (arm64 ?? false) !== (arch === 'arm64'))) return [];
    const price = sizeMeter(book, found.rule.sizesOf ?? found.sheet.id, type)?.tiers[0]?.price;
    return [{ type, vcpu, gb, per, each: Number(price ?? vcpu) / per }];
  });
  const best = fitting.sort((a, b) => a.each - b.each)[0];
  if (best === undefined) return null;
  const { each, ...size } = best;
  return {
    ...size,
    words: `${size.type} (${size.vcpu} vCPU, ${size.gb} GB), ${size.per} replica${size.per === 1 ? '' : 's'} on each`,
  };
}

function largest(rule: SizeRule | undefined): string {
  if (rule?.kind === 'limits') return `${rule.maxVcpu} vCPU and ${rule.maxGb} GB`;
  if (rule?.kind === 'ranges') return `${rule.rows.at(-1)?.vcpu[1]} vCPU and ${rule.rows.at(-1)?.gb[1]} GB`;
  if (rule?.kind === 'table') return `${rule.rows.at(-1)?.vcpu} vCPU and ${rule.rows.at(-1)?.gb.at(-1)} GB`;
  return Object.keys(rule?.kind === 'named' ? rule.types : {}).at(-1) ?? 'none';
}

const notSold = (message: string) =>
  new CrossoverError({
    code: 'size-not-sold',
    owner: 'yours',
    message,
    remedy: 'Lower the memory or the vCPUs of the workload, or leave this platform out.',
  });
