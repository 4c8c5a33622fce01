import { nearestNumber, nearestText } from '../nearest.ts';
import { ceilTo } from '../rules/rounding.ts';
import type { NamedSize, SizeRule } from '../rules/rule.ts';
import { wrong } from './counted.ts';

export interface Size {
  vcpu: number | undefined;
  gb: number | undefined;
}

/** @throws CrossoverError when a size is larger than the largest that is sold. */
export function checkLimits(
  name: string,
  rule: SizeRule | undefined,
  vcpu: number | undefined,
  gb: number | undefined,
): void {
  if (rule?.kind !== 'limits') return;
  if (vcpu !== undefined && vcpu > rule.maxVcpu)
    throw wrong(`${name} has no instance with ${vcpu} vCPUs; nearest valid value: ${rule.maxVcpu}.`);
  if (gb !== undefined && gb > rule.maxGb)
    throw wrong(`${name} has no instance with ${gb} GB; nearest valid value: ${rule.maxGb}.`);
}

/**
 * The size that is billed for a size that is asked for: as it is when it is sold, rounded up where the
 * platform rounds. @throws CrossoverError that names the nearest one when it is not sold.
 */
export function billedSize(name: string, rule: SizeRule | undefined, asked: Size, roundVcpu = true): Size {
  if (rule?.kind === 'table') checkTable(name, rule.rows, asked);
  checkLimits(name, rule, asked.vcpu, asked.gb);
  if (rule?.kind !== 'limits') return asked;
  const { vcpuStep, gbStep } = rule;
  return {
    vcpu:
      asked.vcpu === undefined || vcpuStep === undefined || !roundVcpu
        ? asked.vcpu
        : ceilTo(asked.vcpu, vcpuStep),
    gb: asked.gb === undefined || gbStep === undefined ? asked.gb : ceilTo(asked.gb, gbStep),
  };
}

function checkTable(
  name: string,
  rows: readonly { vcpu: number; gb: readonly number[] }[],
  { vcpu, gb }: Size,
): void {
  if (vcpu === undefined || gb === undefined) return;
  const row = rows.find((one) => one.vcpu === vcpu);
  if (row === undefined) {
    const near = nearestNumber(
      vcpu,
      rows.map((one) => one.vcpu),
    );
    throw wrong(`${name} has no task with ${vcpu} vCPUs; nearest valid value: ${near}.`);
  }
  if (!row.gb.includes(gb)) {
    const sold = `${row.gb[0]} to ${row.gb.at(-1)} GB`;
    throw wrong(
      `${name} sells ${vcpu} vCPU with ${sold}, not with ${gb} GB; nearest valid value: ${nearestNumber(gb, row.gb)}.`,
    );
  }
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
