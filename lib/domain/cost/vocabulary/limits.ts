import type { MemoryRule, PlatformRule, SizeRange, SizeRule } from '../rules/rule.ts';

/** What one platform takes of an input, where that is less than what the vocabulary allows. */
export interface Limit {
  least?: number;
  most?: number;
}
export type Limits = Readonly<Record<string, Limit>>;

export const limitsOf = (rule: PlatformRule): Limits => ({
  ...memoryLimits(rule.memory),
  ...sizeLimits(rule.size),
  ...timeLimits(rule.timeoutMs),
  concurrency: { least: 1, ...(rule.maxConcurrency === undefined ? {} : { most: rule.maxConcurrency }) },
  ...ephemeralLimits(rule.ephemeral),
  ...(rule.minInstances === undefined
    ? {}
    : Object.fromEntries(
        ['instances', 'replicas', 'min_instances', 'min_replicas'].map((name) => [
          name,
          { least: rule.minInstances },
        ]),
      )),
});

function memoryLimits(rule: MemoryRule | undefined): Limits {
  if (rule === undefined) return {};
  const mb = rule.kind === 'choices' ? Math.max(...rule.mb) : rule.maxMb;
  const gb = { most: mb / 1024 };
  return { memory_mb: { most: mb }, memory_gb: gb, gib: gb, gb };
}

/** Other sizes are checked where they are looked up: there the nearest one depends on both numbers. */
function sizeLimits(rule: SizeRule | undefined): Limits {
  if (rule?.kind === 'ranges') return mostOf(rule.rows);
  if (rule?.kind !== 'limits') return {};
  const { minVcpu = 0, minGb = 0, maxVcpu, maxGb } = rule;
  const gb = { least: minGb, most: maxGb };
  return {
    vcpu: { least: minVcpu, most: maxVcpu },
    gb,
    gib: gb,
    memory_gb: gb,
    memory_mb: { least: minGb * 1024, most: maxGb * 1024 },
  };
}

function mostOf(rows: readonly SizeRange[]): Limits {
  const gb = { most: Math.max(...rows.map((row) => row.gb[1])) };
  const vcpu = { most: Math.max(...rows.map((row) => row.vcpu[1])) };
  return { vcpu, gb, gib: gb, memory_gb: gb, memory_mb: { most: gb.most * 1024 } };
}

const timeLimits = (timeoutMs: number | undefined): Limits =>
  timeoutMs === undefined
    ? {}
    : {
        duration_ms: { most: timeoutMs },
        ms_on_pc: { most: timeoutMs },
        ms_off: { most: timeoutMs },
      };

const ephemeralLimits = (rule: PlatformRule['ephemeral']): Limits =>
  rule === undefined
    ? {}
    : {
        ephemeral_gb: { least: rule.minGb, most: rule.maxGb },
        ephemeral_mb: { least: rule.minGb * 1024, most: rule.maxGb * 1024 },
      };
