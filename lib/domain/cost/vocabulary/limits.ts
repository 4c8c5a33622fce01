import type { MemoryRule, PlatformRule, SizeRule } from '../rules/rule.ts';

/** The largest value of an input on one platform, where that is below what the vocabulary allows. */
export type Limits = Readonly<Record<string, number>>;

export const limitsOf = ({ memory, size, timeoutMs }: PlatformRule): Limits => ({
  ...memoryLimits(memory),
  ...sizeLimits(size),
  ...(timeoutMs === undefined ? {} : { duration_ms: timeoutMs, ms_on_pc: timeoutMs, ms_off: timeoutMs }),
});

function memoryLimits(rule: MemoryRule | undefined): Limits {
  if (rule === undefined) return {};
  const mb = rule.kind === 'choices' ? Math.max(...rule.mb) : rule.maxMb;
  return { memory_mb: mb, memory_gb: mb / 1024, gib: mb / 1024, gb: mb / 1024 };
}

/** Other sizes are checked where they are looked up: there the nearest one depends on both numbers. */
const sizeLimits = (rule: SizeRule | undefined): Limits =>
  rule?.kind === 'limits'
    ? {
        vcpu: rule.maxVcpu,
        gb: rule.maxGb,
        gib: rule.maxGb,
        memory_gb: rule.maxGb,
        memory_mb: rule.maxGb * 1024,
      }
    : {};
