import { nearestNumber, nearestText } from '../nearest.ts';
import { ceilTo } from '../rules/rounding.ts';
import type { NamedSize, SizeRange, SizeRule } from '../rules/rule.ts';
import { wrong } from './counted.ts';

export interface Size {
  vcpu: number | undefined;
  gb: number | undefined;
}

export interface SizeQuestion extends Size {
  windows?: boolean;
  /** False: a fraction of a vCPU is billed as such although the platform rounds it up. */
  roundVcpu?: boolean;
}

/**
 * The size that is billed for a size that is asked for: as it is when it is sold, rounded up where the
 * platform rounds. @throws CrossoverError that names the nearest one when it is not sold.
 */
export function billedSize(name: string, rule: SizeRule | undefined, asked: SizeQuestion): Size {
  const { vcpu, gb } = asked;
  if (rule?.kind === 'table') checkTable(name, rule, asked);
  if (rule?.kind === 'ranges') checkRanges(name, rule.rows, asked);
  if (rule?.kind !== 'limits') return { vcpu, gb };
  checkLimits(name, rule, asked);
  const { vcpuStep, gbStep } = rule;
  const rounds = vcpuStep !== undefined && asked.roundVcpu !== false;
  return {
    vcpu: vcpu === undefined || !rounds ? vcpu : ceilTo(vcpu, vcpuStep),
    gb: gb === undefined || gbStep === undefined ? gb : ceilTo(gb, gbStep),
  };
}

function checkLimits(name: string, rule: Extract<SizeRule, { kind: 'limits' }>, { vcpu, gb }: Size): void {
  const { minVcpu = 0, minGb = 0, maxVcpu, maxGb } = rule;
  if (vcpu !== undefined && (vcpu > maxVcpu || vcpu < minVcpu))
    throw wrong(
      `${name} has no instance with ${vcpu} vCPUs; nearest valid value: ${clamp(vcpu, [minVcpu, maxVcpu])}.`,
    );
  if (gb !== undefined && (gb > maxGb || gb < minGb))
    throw wrong(`${name} has no instance with ${gb} GB; nearest valid value: ${clamp(gb, [minGb, maxGb])}.`);
}

const clamp = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

function checkTable(
  name: string,
  { rows, windowsVcpu }: Extract<SizeRule, { kind: 'table' }>,
  { vcpu, gb, windows = false }: SizeQuestion,
): void {
  const sold =
    windows && windowsVcpu !== undefined ? rows.filter((row) => windowsVcpu.includes(row.vcpu)) : rows;
  const row = sold.find((one) => one.vcpu === vcpu);
  if (vcpu !== undefined && row === undefined) {
    const near = nearestNumber(
      vcpu,
      sold.map((one) => one.vcpu),
    );
    throw wrong(
      `${name} has no size with ${vcpu} vCPUs${windows ? ' and Windows' : ''}; nearest valid value: ${near}.`,
    );
  }
  const memory = row?.gb ?? sold.flatMap((one) => one.gb);
  if (gb === undefined || memory.includes(gb)) return;
  const words = memory.length === 1 ? `${memory[0]} GB` : `${memory[0]} to ${memory.at(-1)} GB`;
  throw wrong(
    `${name} sells ${vcpu === undefined ? 'instances' : `${vcpu} vCPU`} with ${words}, not with ${gb} GB; nearest valid value: ${nearestNumber(gb, memory)}.`,
  );
}

function checkRanges(name: string, rows: readonly SizeRange[], { vcpu, gb }: Size): void {
  const within = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  const fitting = vcpu === undefined ? rows : rows.filter((row) => within(vcpu, row.vcpu));
  if (vcpu !== undefined && fitting.length === 0) {
    const near = nearestNumber(
      vcpu,
      rows.map((row) => clamp(vcpu, row.vcpu)),
    );
    throw wrong(`${name} has no instance with ${vcpu} vCPUs; nearest valid value: ${near}.`);
  }
  if (gb === undefined || fitting.some((row) => within(gb, row.gb))) return;
  const near = nearestNumber(
    gb,
    fitting.map((row) => clamp(gb, row.gb)),
  );
  throw wrong(
    `${name} has no instance with ${vcpu === undefined ? '' : `${vcpu} vCPU and `}${gb} GB; nearest valid value: ${near} GB.`,
  );
}

/** The named size. @throws CrossoverError that names the one written most like it. */
export function namedSize(
  name: string,
  rule: Extract<SizeRule, { kind: 'named' }>,
  wanted: string,
): { type: string; size: NamedSize } {
  const types = Object.keys(rule.types);
  const type = types.find((one) => one.toLowerCase() === wanted.toLowerCase());
  const size = type === undefined ? undefined : rule.types[type];
  if (type === undefined || size === undefined) {
    const near = nearestText(wanted, types);
    throw wrong(
      `${name} has no sourced ${rule.input} "${wanted.slice(0, 60)}"; nearest valid value: ${near}.`,
    );
  }
  return { type, size };
}
