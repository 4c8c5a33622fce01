import { type Charge, NO_SIZE_SOURCE, type PlatformRule } from './rule.ts';
import { APP_RUNNER_SIZES, EC2_SIZES, FARGATE_SIZES } from './sizes.ts';

const EGRESS: Charge = { meter: 'egress', of: 'egress_gb', part: 'egress' };
const LAMBDA_DURATION = { stepMs: 1, minimumMs: 1, initBilled: true };
const FARGATE_CHARGES: readonly Charge[] = [
  { meter: 'vcpu', of: 'vcpu_h', part: 'compute' },
  { meter: 'memory', of: 'gb_h', part: 'compute' },
  { meter: 'storage', of: 'storage_gb_h', part: 'storage' },
];
const BEHIND_BALANCER = ['load-balancer', 'nat'] as const;

export const AWS_RULES: readonly PlatformRule[] = [
  {
    id: 'aws_lambda',
    model: 'invocation',
    timeoutMs: 900_000,
    duration: LAMBDA_DURATION,
    memory: { kind: 'range', minMb: 128, maxMb: 10_240, stepMb: 1 },
    maxConcurrency: 1,
    ephemeral: { minGb: 0.5, maxGb: 10 },
    companions: ['front-door'],
    overrides: { rate_gb_s: 'duration', epu_price: 'epu' },
    charges: [
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'duration', of: 'gb_s', part: 'compute' },
      { meter: 'provisioned', of: 'provisioned_gb_s', part: 'provisioned' },
      { meter: 'duration_on', of: 'on_gb_s', part: 'compute' },
      { meter: 'ephemeral', of: 'ephemeral_gb_s', part: 'storage' },
      { meter: 'streamed', of: 'streamed_gb', part: 'egress' },
      { meter: 'snapstart_cache', of: ['gb', 'versions', 'days'], scale: 86_400, part: 'storage' },
      { meter: 'snapstart_restore', of: ['restores', 'gb'], part: 'compute' },
      { meter: 'isolation', of: ['environments', 'gb'], part: 'compute' },
      { meter: 'durable_operations', of: ['executions', 'ops_per_exec'], part: 'compute' },
      { meter: 'durable_written', of: 'written_gb', part: 'storage' },
      { meter: 'durable_retained', of: ['written_gb', 'kept_days'], scale: 1 / 30, part: 'storage' },
      { meter: 'epu', of: 'epu_hours', part: 'provisioned' },
      EGRESS,
    ],
  },
  {
    id: 'aws_lambda_edge',
    model: 'invocation',
    timeoutMs: 30_000,
    duration: LAMBDA_DURATION,
    memory: { kind: 'range', minMb: 128, maxMb: 3008, stepMb: 1 },
    maxConcurrency: 1,
    onlyArch: 'x86',
    charges: [
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'duration', of: 'gb_s', part: 'compute' },
    ],
  },
  {
    id: 'aws_lambda_managed_instances',
    model: 'instance',
    size: EC2_SIZES,
    sizesOf: 'aws_ec2_on_demand_linux',
    timeoutMs: 5_400_000,
    minInstances: 3,
    companions: ['front-door'],
    overrides: { sp_price: 'instance', ondemand: 'instance' },
    charges: [
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'instance', of: 'instance_h', part: 'compute', bySize: true },
      { meter: 'management', of: 'on_demand_usd', part: 'compute' },
      EGRESS,
    ],
    assumptions: [
      'Each environment takes several requests at once, as a replica of a container does.',
      'It starts from three environments, taken as three instances, and never runs fewer.',
    ],
  },
  { id: 'aws_lambda_web_functions', model: 'unpriced', charges: [] },
  {
    id: 'aws_lambda_microvms',
    model: 'instance',
    size: { kind: 'limits', maxVcpu: 16, maxGb: 32, gbPerVcpu: 2 },
    charges: [
      { meter: 'vcpu', of: 'vcpu_s', part: 'compute' },
      { meter: 'memory', of: 'gb_s', part: 'compute' },
      { meter: 'snapshot_write', of: 'snapshot_write_gb', part: 'storage' },
      { meter: 'snapshot_read', of: 'snapshot_read_gb', part: 'storage' },
      { meter: 'snapshot_storage', of: 'snapshot_gb_months', part: 'storage' },
    ],
    assumptions: [
      NO_SIZE_SOURCE,
      'MicroVMs that always run, without suspend, resume or burst above their baseline.',
    ],
  },
  {
    id: 'aws_fargate',
    model: 'instance',
    size: FARGATE_SIZES,
    runtime: { stepSeconds: 1, minimumSeconds: 60, windowsMinimumSeconds: 300 },
    includedStorageGb: 20,
    ephemeral: { minGb: 20, maxGb: 200 },
    companions: BEHIND_BALANCER,
    overrides: { vcpu_h: 'vcpu', gb_h: 'memory' },
    charges: [...FARGATE_CHARGES, { meter: 'os', of: 'windows_vcpu_h', part: 'compute' }, EGRESS],
  },
  {
    id: 'aws_ec2_on_demand_linux',
    model: 'instance',
    size: EC2_SIZES,
    runtime: { stepSeconds: 1, minimumSeconds: 60 },
    companions: BEHIND_BALANCER,
    charges: [{ meter: 'instance', of: 'instance_h', part: 'compute', bySize: true }, EGRESS],
  },
  {
    id: 'aws_eks',
    model: 'instance',
    // A pod is billed for what it asks for: the golden file prices 1 vCPU with 1 GB.
    size: { kind: 'limits', minVcpu: 0.25, minGb: 0.5, maxVcpu: 16, maxGb: 120 },
    runtime: { stepSeconds: 1, minimumSeconds: 60 },
    includedStorageGb: 20,
    ephemeral: { minGb: 20, maxGb: 175 },
    onlyArch: 'x86',
    companions: BEHIND_BALANCER,
    charges: [
      { meter: 'cluster', of: 'cluster_h', part: 'control-plane' },
      { meter: 'cluster_extended', of: 'extended_h', part: 'control-plane' },
      ...FARGATE_CHARGES,
      EGRESS,
    ],
    beside: [
      { label: 'with extended support instead', inputs: { support: 'extended' } },
      { label: 'with one Fargate pod of 1 vCPU and 1 GB', inputs: { pods: 1, vcpu: 1, gb: 1 } },
    ],
    assumptions: [NO_SIZE_SOURCE],
  },
  {
    id: 'aws_app_runner',
    model: 'shared-instance',
    size: APP_RUNNER_SIZES,
    timeoutMs: 120_000,
    charges: [
      { meter: 'vcpu_active', of: 'vcpu_h', part: 'compute' },
      { meter: 'memory_idle', of: 'replica_gb_h', part: 'compute' },
      { meter: 'build', of: 'build_minutes', part: 'compute' },
      EGRESS,
    ],
    assumptions: ['Memory of provisioned instances is billed all the time, CPU only while they work.'],
  },
  {
    id: 'aws_api_gateway',
    model: 'units',
    charges: [
      { meter: 'rest', of: 'rest_units', part: 'front-door' },
      { meter: 'http', of: 'http_units', part: 'front-door' },
      { meter: 'messages', of: 'message_units', part: 'front-door' },
      { meter: 'connection_minutes', of: 'connection_minutes', part: 'front-door' },
    ],
  },
  {
    id: 'aws_alb',
    model: 'units',
    charges: [
      { meter: 'hour', of: 'hours', part: 'load-balancer' },
      { meter: 'lcu', of: 'lcu_h', part: 'load-balancer' },
      { meter: 'nlcu', of: 'nlcu_h', part: 'load-balancer' },
    ],
  },
  {
    id: 'aws_misc',
    model: 'units',
    charges: [
      { meter: 'nat_hour', of: 'nat_hours', part: 'nat' },
      { meter: 'nat_data', of: 'nat_gb', part: 'nat' },
      { meter: 'logs_ingest', of: 'logs_ingest_gb', part: 'storage' },
      { meter: 'logs_archive', of: 'logs_archive_gb_months', part: 'storage' },
      { meter: 'logs_scan', of: 'logs_scan_gb', part: 'storage' },
      { meter: 'sqs', of: 'sqs_units', part: 'requests' },
      { meter: 'sqs_fifo', of: 'sqs_fifo_units', part: 'requests' },
    ],
  },
];
