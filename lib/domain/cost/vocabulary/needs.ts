import type { PlatformRule } from '../rules/rule.ts';

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

const REQUESTS = [
  'requests',
  'invocations',
  'executions',
  'requests_total',
  'requests_on_pc',
  'requests_off',
];
const MEMORY = ['memory_mb', 'memory_gb', 'gib', 'gb'];
const GB = ['gb', 'gib', 'memory_gb', 'memory_mb', 'function_gb'];
const VCPU = ['vcpu', 'function_vcpu'];
const BILLED = ['vcpu_s_billed', 'gib_s_billed'];
const PERIOD = ['hours', 'days'];
const RUN = ['hours', 'seconds', 'seconds_per_day', 'days', 'instance_hours'];
const COUNT = ['tasks', 'replicas', 'instances', 'pods', 'min_instances', 'min_replicas'];
const READY = ['provisioned', 'min_instances', 'min_replicas'];

/** Quantities of memory by time, and of CPU. */
const BY_MEMORY = ['gb_s', 'gb_h', 'replica_gb_h'];
const BY_CPU_TIME = ['cpu_ms', 'cpu_h'];
const BY_VCPU = ['vcpu_s', 'vcpu_h'];

const INVOCATION: readonly Need[] = [
  {
    given: ['duration_ms', 'ms_on_pc', 'ms_off', 'active_s', ...READY, 'versions', 'environments'],
    unless: ['function_execution_units'],
    counts: BY_MEMORY,
    needs: MEMORY,
  },
  {
    given: MEMORY,
    and: REQUESTS,
    unless: ['function_execution_units'],
    counts: BY_MEMORY,
    needs: ['duration_ms', 'active_s', 'ms_off', 'ms_on_pc'],
  },
  {
    given: MEMORY,
    unless: [...REQUESTS, 'function_execution_units', ...READY, 'versions', 'environments'],
    counts: BY_MEMORY,
    needs: ['duration_ms'],
  },
  { given: ['duration_ms', ...MEMORY], counts: BY_CPU_TIME, needs: ['cpu_ms_per_request'] },
  { given: ['cpu_ms_per_request'], needs: [...REQUESTS, 'duration_ms'] },
  { given: ['requests_on_pc'], needs: ['ms_on_pc'] },
  { given: ['ms_on_pc'], needs: ['requests_on_pc'] },
  { given: ['requests_on_pc'], needs: READY },
  { given: ['requests_off'], needs: ['ms_off'] },
  { given: ['ms_off'], needs: ['requests_off'] },
  { given: READY, counts: ['provisioned_gb_s'], needs: PERIOD },
  { given: ['versions'], needs: ['days'] },
  { given: ['versions'], and: REQUESTS, needs: ['cold_rate'] },
  { given: ['cold_rate'], needs: ['init_ms', 'versions'] },
  { given: ['init_ms', 'ephemeral_mb'], needs: ['duration_ms', 'active_s', 'ms_off'] },
  { given: ['event_kb'], needs: REQUESTS },
  { given: ['static_share'], needs: ['requests_total'] },
  {
    given: ['active_s', 'sub_invocations', 'ops_per_exec', 'kb_written'],
    needs: ['executions'],
  },
  { given: ['wait_days', 'retain_days'], needs: ['kb_written'] },
  {
    given: REQUESTS,
    unless: [...MEMORY, 'duration_ms', 'active_s', 'ms_off', 'ms_on_pc', 'function_execution_units'],
    counts: BY_MEMORY,
    needs: ['duration_ms'],
    alone: 'Only what counts requests is priced: inputs.duration_ms and inputs.memory_mb are missing.',
  },
  {
    given: REQUESTS,
    unless: ['duration_ms', ...MEMORY],
    counts: BY_CPU_TIME,
    needs: ['cpu_ms_per_request'],
    alone: 'Only what counts requests is priced: inputs.cpu_ms_per_request is missing.',
  },
  {
    given: ['function_execution_units'],
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'Only the execution time is priced: inputs.executions is missing.',
  },
];

const SHARED: readonly Need[] = [
  {
    given: [
      'duration_ms',
      'seconds',
      'instance_hours',
      'active_hours',
      ...PERIOD,
      ...GB,
      'always_ready',
      ...READY,
    ],
    counts: BY_VCPU,
    needs: [...VCPU, 'vcpu_s_billed'],
  },
  {
    given: [
      'duration_ms',
      'seconds',
      'instance_hours',
      'active_hours',
      ...PERIOD,
      ...VCPU,
      'always_ready',
      ...READY,
    ],
    counts: BY_MEMORY,
    needs: [...GB, 'gib_s_billed'],
  },
  {
    given: [...GB, ...VCPU, 'concurrency', 'cold_rate', 'init_ms', ...COUNT],
    unless: BILLED,
    needs: ['duration_ms', 'seconds', 'instance_hours', 'active_hours', ...PERIOD, ...READY],
  },
  { given: ['concurrency', 'cold_rate', 'init_ms'], needs: ['duration_ms', 'seconds'] },
  { given: ['init_ms'], needs: ['duration_ms'] },
  { given: REQUESTS, and: ['always_ready', ...READY], needs: ['duration_ms', 'seconds', 'active_hours'] },
  { given: ['vcpu_s_billed'], counts: ['gb_s'], needs: ['gib_s_billed'] },
  { given: ['gib_s_billed'], counts: ['vcpu_s'], needs: ['vcpu_s_billed'] },
  {
    given: ['duration_ms', 'seconds', 'active_hours', ...VCPU, ...GB],
    counts: ['replica_gb_h'],
    needs: [...PERIOD, 'instance_hours'],
  },
  { given: ['always_ready'], needs: PERIOD },
  {
    given: REQUESTS,
    unless: [...GB, ...VCPU, 'duration_ms', 'seconds', ...BILLED, ...PERIOD],
    needs: ['duration_ms'],
    alone: 'Only what counts requests is priced: inputs.duration_ms and the size are missing.',
  },
  {
    given: ['seconds', 'instance_hours', 'active_hours', ...PERIOD, ...BILLED],
    unless: ['duration_ms'],
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'No request is in the total: inputs.requests is missing.',
  },
];

const INSTANCE: readonly Need[] = [
  {
    given: [...VCPU, ...GB, ...COUNT, 'ephemeral_gb', 'instance', 'node', 'plan'],
    unless: BILLED,
    needs: RUN,
  },
  { given: ['seconds_per_day', 'rootfs_gb'], needs: ['days'] },
  { given: VCPU, counts: ['gb_s', 'gb_h'], needs: GB },
  { given: GB, counts: BY_VCPU, needs: VCPU },
  { given: ['vcpu_s_billed'], counts: ['gb_s'], needs: ['gib_s_billed'] },
  { given: ['gib_s_billed'], counts: ['vcpu_s'], needs: ['vcpu_s_billed'] },
  { given: ['instance_hours', 'node_h'], counts: ['cluster_h'], needs: PERIOD },
  { given: ['sp_price'], needs: ['ondemand', 'instance'] },
  {
    given: RUN,
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'No request is in the total: inputs.requests is missing.',
  },
  {
    given: RUN,
    counts: ['extra_gb_h'],
    unless: ['rootfs_gb'],
    needs: GB,
    alone: 'No memory is given: priced for what a machine includes.',
  },
];

/** Instances without a size of their own, such as a task; those of a cluster only when they are named. */
const SIZED: readonly Need[] = [
  { given: [...RUN, ...COUNT, 'ephemeral_gb'], counts: BY_VCPU, unless: BILLED, needs: VCPU },
  { given: [...RUN, ...COUNT, 'ephemeral_gb'], counts: ['gb_s', 'gb_h'], unless: BILLED, needs: GB },
];
const IN_CLUSTER: readonly Need[] = [
  { given: [...COUNT, 'ephemeral_gb', 'instance_hours'], counts: BY_VCPU, needs: VCPU },
  { given: [...COUNT, 'ephemeral_gb', 'instance_hours'], counts: ['gb_s', 'gb_h'], needs: GB },
  {
    given: PERIOD,
    unless: [...VCPU, ...GB, ...COUNT, 'node', 'node_h'],
    needs: VCPU,
    alone: 'Only the control plane is priced: what runs on it is missing.',
  },
];

const UNITS: readonly Need[] = [
  { given: ['request_kb', 'kb'], needs: ['requests'] },
  { given: ['message_kb'], needs: ['messages'] },
  { given: ['processed_gb'], counts: ['lcu_h'], needs: ['hours'] },
  { given: ['nat_gb'], needs: ['nat_hours'] },
  {
    given: ['hours'],
    counts: ['lcu_h'],
    needs: ['processed_gb'],
    alone: 'No capacity units are in the total: inputs.processed_gb is missing.',
  },
  {
    given: ['nat_hours'],
    needs: ['nat_gb'],
    alone: 'No data is in the total: inputs.nat_gb is missing.',
  },
  {
    given: ['messages'],
    needs: ['connection_minutes'],
    alone: 'No connection is in the total: inputs.connection_minutes is missing.',
  },
  {
    given: ['connection_minutes'],
    needs: ['messages'],
    alone: 'No message is in the total: inputs.messages is missing.',
  },
];
/** The NAT gateway asked for by its own name takes `hours` and `gb`. */
const NAT: readonly Need[] = [
  { given: ['gb'], needs: ['hours'] },
  { given: ['hours'], needs: ['gb'], alone: 'No data is in the total: inputs.gb is missing.' },
];

/** What each input needs beside it on one platform. */
export function needsOf(rule: PlatformRule, alias: string): readonly Need[] {
  const quantities = new Set(rule.charges.flatMap(({ of }) => of));
  const all = alias === 'aws_nat' ? NAT : ofModel(rule, quantities.has('cluster_h'));
  return all.filter(({ counts }) => counts === undefined || counts.some((name) => quantities.has(name)));
}

function ofModel({ model, size, defaults }: PlatformRule, cluster: boolean): readonly Need[] {
  if (model === 'invocation') return INVOCATION;
  if (model === 'shared-instance') return SHARED;
  if (model === 'units') return UNITS;
  if (model !== 'instance') return [];
  if (size?.kind !== 'named') return [...INSTANCE, ...(cluster ? IN_CLUSTER : SIZED)];
  return defaults?.[size.input] === undefined ? [...INSTANCE, ...named(size.input, cluster)] : INSTANCE;
}

/** A type has to be named, or its price given. */
const named = (input: string, cluster: boolean): readonly Need[] => [
  {
    given: cluster ? [...COUNT, 'instance_hours'] : [...RUN, ...COUNT],
    needs: [input, 'ondemand'],
  },
  ...(cluster
    ? [
        {
          given: PERIOD,
          needs: [input],
          alone: `Only the control plane is priced: inputs.${input} is missing.`,
        },
      ]
    : []),
];
