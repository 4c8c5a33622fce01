import { describe, expect, it } from 'vitest';
import { answerQuestions } from './answer.ts';
import missing from './testing/input-missing.json' with { type: 'json' };

const answerOf = (platform: string, inputs: object) => answerQuestions([{ id: 1, platform, inputs }])[0];
const errorOf = (platform: string, inputs: object): string => {
  const answer = answerOf(platform, inputs);
  return answer !== undefined && 'error' in answer ? answer.error : `priced: ${JSON.stringify(answer)}`;
};
const warningsOf = (platform: string, inputs: object): string => {
  const answer = answerOf(platform, inputs);
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error);
  return answer.warnings.join('\n');
};

describe('an input without which the bill would be smaller', () => {
  it('is named, gives no total, and leaves the other questions their answer', () => {
    const [full, ...others] = answerQuestions(missing);
    expect(full).toMatchObject({ id: 'full', totalUsd: expect.closeTo(9.6, 2) });
    expect(others).toEqual([
      { id: 'no-memory', error: expect.stringContaining('inputs.memory_mb') },
      { id: 'no-duration', error: expect.stringContaining('inputs.duration_ms') },
      { id: 'no-gb', error: expect.stringContaining('inputs.gb') },
    ]);
  });

  it.each([
    ['aws_lambda', { requests: 1e6, memory_mb: 512, provisioned: 5, hours: 10 }, 'inputs.duration_ms'],
    ['aws_lambda', { requests: 1e6, duration_ms: 9, memory_mb: 512, provisioned: 5 }, 'inputs.hours'],
    ['aws_lambda', { provisioned: 5, hours: 10 }, 'inputs.memory_mb'],
    ['aws_lambda', { provisioned: 5, hours: 1, memory_mb: 512, requests_on_pc: 9 }, 'inputs.ms_on_pc'],
    ['aws_lambda', { requests: 1, duration_ms: 1, memory_mb: 512, versions: 1, cold_rate: 1 }, 'inputs.days'],
    ['aws_lambda', { requests: 1, duration_ms: 1, memory_mb: 512, versions: 1, days: 1 }, 'inputs.cold_rate'],
    ['aws_lambda', { requests: 1, duration_ms: 1, memory_mb: 512, cold_rate: 0.1 }, 'inputs.init_ms'],
    ['aws_lambda', { requests: 1e6, init_ms: 90 }, 'inputs.duration_ms'],
    ['aws_lambda', { kb_written: 10, duration_ms: 1, memory_mb: 512 }, 'inputs.executions'],
    ['aws_lambda', { environments: 10 }, 'inputs.memory_mb'],
    ['aws_lambda_edge', { requests: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['azure_functions_consumption', { executions: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['gcp_functions_1st_gen', { invocations: 1e6, memory_mb: 256 }, 'inputs.duration_ms'],
    ['digitalocean_functions', { requests: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['oracle_functions', { requests: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['yandex_functions', { requests: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['huawei_functiongraph', { requests: 1e6, duration_ms: 10 }, 'inputs.memory_mb'],
    ['scaleway_functions', { requests: 1e6, duration_ms: 10, usd_per_eur: 1 }, 'inputs.memory_mb'],
    ['gcp_cloud_run', { requests: 1e6, duration_ms: 10, gib: 1 }, 'inputs.vcpu'],
    ['gcp_cloud_run', { requests: 1e6, duration_ms: 10, vcpu: 1 }, 'inputs.gb'],
    ['gcp_cloud_run', { requests: 1e6, vcpu: 1, gib: 1 }, 'inputs.duration_ms'],
    ['gcp_cloud_run', { billing: 'instance', instance_hours: 9, vcpu: 1 }, 'inputs.gb'],
    ['gcp_cloud_run', { billing: 'instance', vcpu_s_billed: 9 }, 'inputs.gib_s_billed'],
    ['gcp_functions_2nd_gen', { requests: 1e6, duration_ms: 10, vcpu: 1 }, 'inputs.gb'],
    ['azure_functions_flex', { executions: 1e6, duration_ms: 10 }, 'inputs.gb'],
    ['azure_functions_flex', { always_ready: 1, memory_gb: 2 }, 'inputs.hours'],
    ['azure_container_apps', { vcpu: 1, seconds: 9 }, 'inputs.gb'],
    ['ibm_code_engine', { requests: 1e6, duration_ms: 10, vcpu: 1 }, 'inputs.gb'],
    ['scaleway_containers', { seconds: 10, gb: 1, usd_per_eur: 1 }, 'inputs.vcpu'],
    ['modal', { seconds: 10, vcpu: 1 }, 'inputs.gb'],
    ['aws_app_runner', { requests: 1e6, duration_ms: 10, vcpu: 1, gb: 2 }, 'inputs.hours'],
    ['aws_fargate', { tasks: 1, gb: 2, hours: 730 }, 'inputs.vcpu'],
    ['aws_fargate', { tasks: 1, vcpu: 1, gb: 2 }, 'inputs.hours'],
    ['aws_fargate', { tasks: 1, vcpu: 1, gb: 2, seconds_per_day: 60 }, 'inputs.days'],
    ['aws_fargate', { tasks: 1, ephemeral_gb: 100, hours: 730 }, 'inputs.vcpu'],
    ['aws_eks', { hours: 730, pods: 2, vcpu: 1 }, 'inputs.gb'],
    ['aws_eks', { instance_hours: 730, vcpu: 1, gb: 1 }, 'inputs.hours'],
    ['gcp_gke', { hours: 730, vcpu: 1 }, 'inputs.gb'],
    ['azure_aci', { vcpu: 1, seconds: 9 }, 'inputs.gb'],
    ['azure_aks', { hours: 730, instances: 3 }, 'inputs.node'],
    ['railway', { vcpu: 1, hours: 730 }, 'inputs.gb'],
    ['aws_ec2', { hours: 730 }, 'inputs.instance'],
    ['aws_ec2', { instance: 'm5.large' }, 'inputs.hours'],
    ['aws_lambda_managed_instances', { requests: 1e6, instance: 'm7g.large' }, 'inputs.hours'],
    ['aws_lambda_microvms', { vcpu: 1, seconds: 9 }, 'inputs.gb'],
    ['fly_machines', { rootfs_gb: 1 }, 'inputs.days'],
    ['aws_alb', { processed_gb: 9 }, 'inputs.hours'],
    ['aws_nat', { gb: 9 }, 'inputs.hours'],
    ['aws_sqs', { kb: 65 }, 'inputs.requests'],
  ])('%s %j: %s', (platform, inputs, name) => expect(errorOf(platform, inputs)).toContain(`${name} `));
});

describe('what may be meant alone', () => {
  it.each([
    ['aws_lambda', { requests: 1e6 }, 'inputs.duration_ms and inputs.memory_mb are missing'],
    ['cloudflare_workers', { requests: 1e6 }, 'inputs.cpu_ms_per_request is missing'],
    ['azure_functions_consumption', { function_execution_units: 1e9 }, 'inputs.executions is missing'],
    ['azure_container_apps', { vcpu: 0.5, gib: 1, seconds: 9 }, 'inputs.requests is missing'],
    ['fly_machines', { hours: 9 }, 'No memory is given'],
    ['aws_lambda_managed_instances', { instance: 'm7g.large', hours: 9 }, 'inputs.requests is missing'],
    ['aws_api_gateway', { type: 'WebSocket', messages: 9 }, 'inputs.connection_minutes is missing'],
    ['aws_eks', { hours: 730 }, 'Only the control plane is priced'],
    ['azure_aks', { hours: 730 }, 'inputs.node is missing'],
    ['aws_fargate', { vcpu: 1, gb: 2, hours: 730 }, 'No number of instances: priced for one.'],
    ['azure_functions_premium', { hours: 730 }, 'No plan given: priced for EP1.'],
    ['aws_alb', { hours: 730 }, 'inputs.processed_gb is missing'],
    ['aws_nat', { hours: 730 }, 'inputs.gb is missing'],
    ['aws_fargate', { tasks: 1, vcpu: 1, gb: 2, hours: 9, requests: 9 }, 'inputs.requests does not change'],
    [
      'gcp_cloud_run',
      { requests: 9, duration_ms: 9, vcpu: 1, gib: 0.5, egress_gb: 9 },
      'inputs.egress_gb does not change',
    ],
  ])('%s %j is priced, and said: %s', (platform, inputs, words) =>
    expect(warningsOf(platform, inputs)).toContain(words),
  );

  it('says nothing of inputs that count, also at the value that would be taken without them', () => {
    const inputs = {
      vcpu: 0.5,
      gib: 1,
      requests: 9,
      duration_ms: 9,
      concurrency: 1,
      min_replicas: 1,
      hours: 730,
    };
    expect(warningsOf('azure_container_apps', inputs)).not.toContain('does not change');
    expect(warningsOf('cloudflare_workers', { requests: 9, cpu_ms_per_request: 1 })).not.toContain(
      'does not',
    );
  });
});
