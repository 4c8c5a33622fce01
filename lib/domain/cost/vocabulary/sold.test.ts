import { describe, expect, it } from 'vitest';
import { answerQuestions } from './answer.ts';
import impossible from './testing/impossible.json' with { type: 'json' };

const answerOf = (platform: string, inputs: object) => answerQuestions([{ id: 1, platform, inputs }])[0];
const errorOf = (platform: string, inputs: object): string => {
  const answer = answerOf(platform, inputs);
  return answer !== undefined && 'error' in answer ? answer.error : '';
};

const lambda = { requests: 1000, duration_ms: 100, memory_mb: 128 };
const task = { tasks: 1, vcpu: 1, gb: 2, hours: 730 };
const run = { requests: 1000, duration_ms: 100 };

describe('what is not sold', () => {
  it('is refused with the nearest valid value', () => {
    const errors = answerQuestions(impossible).map((answer) => ('error' in answer ? answer.error : ''));
    expect(errors[0]).toContain('nearest valid value: 1.');
    expect(errors[1]).toContain('nearest valid value: 20 GB.');
    expect(errors[2]).toContain('inputs.ephemeral_mb is 20480, too large; nearest valid value: 10240 MB');
    expect(errors[3]).toContain('inputs.ephemeral_mb is 256, too small; nearest valid value: 512 MB');
  });

  it.each([
    ['aws_lambda', { ...lambda, ephemeral_mb: 511 }, '512 MB'],
    ['aws_lambda', { ...lambda, ephemeral_mb: 10_241 }, '10240 MB'],
    ['aws_lambda', { ...lambda, concurrency: 2 }, 'value: 1'],
    ['aws_lambda', { provisioned: 1.6, memory_mb: 128, hours: 1 }, 'no whole number; nearest valid value: 2'],
    ['gcp_cloud_run', { ...run, vcpu: 1, gib: 1, concurrency: 0.5 }, 'value: 1'],
    ['aws_lambda', { ...lambda, os: 'windows' }, 'value: linux'],
    ['aws_lambda_edge', { ...lambda, arch: 'arm64' }, 'value: x86'],
    ['aws_fargate', { ...task, vcpu: 8, gb: 16, os: 'windows' }, 'value: 4'],
    ['aws_fargate', { ...task, os: 'windows', arch: 'arm64' }, 'value: x86'],
    ['aws_fargate', { ...task, ephemeral_gb: 19 }, '20 GB'],
    ['aws_fargate', { ...task, ephemeral_gb: 201 }, '200 GB'],
    ['aws_eks', { pods: 1, vcpu: 1, gb: 2, hours: 1, ephemeral_gb: 176 }, '175 GB'],
    ['aws_ec2', { instance: 'm5.large', hours: 1, arch: 'arm64' }, 'value: x86'],
    ['aws_ec2', { instance: 'm5.large', hours: 1, os: 'windows' }, 'value: linux'],
    ['aws_lambda_managed_instances', { instance: 'm7g.large', hours: 1, instances: 2 }, 'value: 3'],
    ['aws_app_runner', { vcpu: 1, gb: 8, hours: 1 }, 'value: 4'],
    ['aws_app_runner', { vcpu: 3, gb: 8, hours: 1 }, 'value: 2'],
    ['azure_container_apps', { ...run, vcpu: 0.3, gib: 0.6 }, 'value: 0.25'],
    ['azure_container_apps', { ...run, vcpu: 1, gib: 1 }, 'value: 2'],
    ['gcp_cloud_run', { ...run, vcpu: 1.5, gib: 1 }, 'value: 1'],
    ['gcp_cloud_run', { ...run, vcpu: 0.4, gib: 1 }, 'value: 0.5 GB'],
    ['gcp_cloud_run', { ...run, vcpu: 8, gib: 2 }, 'value: 4 GB'],
    ['gcp_cloud_run', { ...run, vcpu: 0.5, gib: 0.5, concurrency: 2 }, 'value: 1'],
    ['gcp_cloud_run', { billing: 'instance', hours: 1, vcpu: 0.5, gib: 0.5 }, 'value: 1'],
    ['gcp_functions_2nd_gen', { ...run, vcpu: 3, gib: 1 }, 'value: 2'],
    ['gcp_functions_1st_gen', { ...lambda, memory_mb: 300 }, 'value: 256'],
    ['oracle_functions', { ...lambda, memory_mb: 1536 }, 'value: 1024'],
    ['fly_machines', { hours: 1, memory_gb: 4 }, 'value: 2'],
    ['scaleway_containers', { seconds: 9, vcpu: 0.05, gb: 1, usd_per_eur: 1 }, 'value: 0.07'],
    ['railway', { hours: 1, vcpu: 32, gb: 8 }, 'value: 24'],
    ['gcp_functions_1st_gen', { ...lambda, min_instances: 1, hours: 1 }, 'no sourced price'],
    ['ibm_code_engine', { ...run, vcpu: 1, gb: 4, min_instances: 1, hours: 1 }, 'no sourced price'],
    [
      'gcp_cloud_run',
      { ...run, vcpu: 1, gib: 1, min_instances: 1, hours: 1, region: 'europe-west3' },
      'no sourced price of vcpu idle',
    ],
  ])('%s %j: %s', (platform, inputs, words) => expect(errorOf(platform, inputs)).toContain(words));

  it.each([
    ['aws_lambda', { ...lambda, ephemeral_mb: 512 }],
    ['aws_lambda', { ...lambda, ephemeral_mb: 10_240, concurrency: 1 }],
    ['aws_fargate', { ...task, os: 'windows', ephemeral_gb: 20 }],
    ['aws_fargate', { ...task, ephemeral_gb: 200 }],
    ['aws_lambda_managed_instances', { instance: 'm7g.large', hours: 1, instances: 3 }],
    ['gcp_cloud_run', { ...run, vcpu: 0.5, gib: 1, concurrency: 1 }],
    ['gcp_cloud_run', { ...run, vcpu: 8, gib: 32, concurrency: 1000 }],
    ['azure_container_apps', { ...run, vcpu: 4, gib: 8 }],
  ])('%s %j is sold', (platform, inputs) => expect(answerOf(platform, inputs)).toHaveProperty('totalUsd'));
});
