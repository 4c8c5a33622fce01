/**
 * An input that is worth nothing alone: without one of `needs` a part of the bill would be missing
 * without a word.
 */
export interface Need {
  /** Applies when any of these is given … */
  given: readonly string[];
  /** … and any of these, … */
  and?: readonly string[];
  /** … and none of these, … */
  unless?: readonly string[];
  /** … on a platform that charges for any of these quantities. */
  counts?: readonly string[];
  needs: readonly string[];
  /** The part that may be meant alone: priced, and said. */
  alone?: string;
}

export const REQUESTS = [
  'requests',
  'invocations',
  'executions',
  'requests_total',
  'requests_on_pc',
  'requests_off',
];
export const MEMORY = ['memory_mb', 'memory_gb', 'gib', 'gb'];
export const GB = ['gb', 'gib', 'memory_gb', 'memory_mb', 'function_gb'];
export const VCPU = ['vcpu', 'function_vcpu'];
export const BILLED = ['vcpu_s_billed', 'gib_s_billed'];
export const PERIOD = ['hours', 'days'];
export const RUN = ['hours', 'seconds', 'seconds_per_day', 'days', 'instance_hours'];
export const COUNT = ['tasks', 'replicas', 'instances', 'pods', 'min_instances', 'min_replicas'];
export const READY = ['provisioned', 'min_instances', 'min_replicas'];

/** Quantities of memory by time, and of CPU. */
export const BY_MEMORY = ['gb_s', 'gb_h', 'replica_gb_h'];
export const BY_CPU_TIME = ['cpu_ms', 'cpu_h'];
export const BY_VCPU = ['vcpu_s', 'vcpu_h'];
