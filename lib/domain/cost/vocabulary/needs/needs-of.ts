import type { PlatformRule } from '../../rules/rule.ts';
import { ACTIVE_FUNCTION, ACTIVE_INSTANCE } from './active-cpu.ts';
import { IN_CLUSTER, INSTANCE, named, SIZED } from './instance.ts';
import { INVOCATION } from './invocation.ts';
import type { Need } from './need.ts';
import { SHARED } from './shared-instance.ts';
import { NAT, UNITS } from './units.ts';

/** What each input needs beside it on one platform. */
export function needsOf(rule: PlatformRule, alias: string): readonly Need[] {
  const quantities = new Set(rule.charges.flatMap(({ of }) => of));
  const all = alias === 'aws_nat' ? NAT : ofModel(rule, quantities.has('cluster_h'));
  return all.filter(({ counts }) => counts === undefined || counts.some((name) => quantities.has(name)));
}

function ofModel({ model, size, defaults, memory }: PlatformRule, cluster: boolean): readonly Need[] {
  if (model === 'invocation') return INVOCATION;
  if (model === 'shared-instance') return SHARED;
  if (model === 'active-cpu') return memory === undefined ? ACTIVE_INSTANCE : ACTIVE_FUNCTION;
  if (model === 'units') return UNITS;
  if (model !== 'instance') return [];
  if (size?.kind !== 'named') return [...INSTANCE, ...(cluster ? IN_CLUSTER : SIZED)];
  return defaults?.[size.input] === undefined ? [...INSTANCE, ...named(size.input, cluster)] : INSTANCE;
}
