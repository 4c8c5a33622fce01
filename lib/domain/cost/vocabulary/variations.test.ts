import { describe, expect, it } from 'vitest';
import { answerQuestions } from './answer.ts';
import type { Priced } from './question.ts';

/** Other quantities than the published ones, worked out by hand in each line. */
function ask(platform: string, inputs: object): Priced {
  const [answer] = answerQuestions([{ id: 'x', platform, inputs }]);
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error);
  return answer;
}

const CASES: readonly [string, string, object, number][] = [
  [
    'Lambda, ARM, free tier',
    'aws_lambda',
    { requests: 5e6, duration_ms: 333.2, memory_mb: 256, arch: 'arm64', free_tier: true },
    4e6 * 0.2e-6 + (5e6 * 0.334 * 0.25 - 400_000) * 0.0000133334,
  ],
  [
    'Lambda, free for requests only',
    'aws_lambda',
    { requests: 2e6, duration_ms: 100, memory_mb: 1024, free_tier: 'requests only' },
    1e6 * 0.2e-6 + 200_000 * 0.0000166667,
  ],
  [
    'Lambda, init of a share of cold starts',
    'aws_lambda',
    { requests: 1e6, duration_ms: 10, init_ms: 90.5, cold_rate: 0.1, memory_mb: 1024 },
    0.2 + ((1e6 * (0.9 * 10 + 0.1 * 101)) / 1000) * 0.0000166667,
  ],
  [
    'Lambda, a disk of which 512 MB are free',
    'aws_lambda',
    { requests: 1e7, duration_ms: 1000, memory_mb: 1024, ephemeral_mb: 1536 },
    2 + 1e7 * 0.0000166667 + 1e7 * 1 * 0.0000000309,
  ],
  [
    'Lambda, provisioned in steps of 5 minutes',
    'aws_lambda',
    { provisioned: 10, memory_mb: 512, hours: 1.01 },
    10 * 0.5 * 3900 * 0.0000041667,
  ],
  [
    'Lambda, provisioned: what has time there is billed at its price',
    'aws_lambda',
    { provisioned: 100, memory_mb: 1024, hours: 730, requests: 1e6, duration_ms: 100 },
    0.2 + 100 * 730 * 3600 * 0.0000041667 + 1e5 * 0.0000097222,
  ],
  [
    'Lambda, provisioned: what has no time there runs on demand',
    'aws_lambda',
    { provisioned: 10, memory_mb: 1024, hours: 1, requests: 1e6, duration_ms: 100 },
    0.2 + 36_000 * 0.0000041667 + 36_000 * 0.0000097222 + 64_000 * 0.0000166667,
  ],
  [
    'Lambda, kept instances are provisioned concurrency, in days as in hours',
    'aws_lambda',
    { min_instances: 10, memory_mb: 512, days: 1 },
    10 * 0.5 * 86_400 * 0.0000041667,
  ],
  [
    'Cloud Run, kept instances are idle while they do not work',
    'gcp_cloud_run',
    { requests: 1e6, duration_ms: 200, vcpu: 1, gib: 0.5, min_instances: 2, hours: 100 },
    0.4 + 2e5 * 0.000024 + 1e5 * 0.0000025 + (720_000 - 2e5) * (0.0000025 + 0.5 * 0.0000025),
  ],
  [
    'Cloud Run, kept a month when no time is given',
    'gcp_cloud_run',
    { vcpu: 1, gib: 0.5, min_instances: 1 },
    730 * 3600 * (0.0000025 + 0.5 * 0.0000025),
  ],
  [
    'Functions 2nd gen, kept instances',
    'gcp_functions_2nd_gen',
    { vcpu: 1, gib: 0.5, min_instances: 1, days: 1 },
    86_400 * (0.0000025 + 0.5 * 0.0000025),
  ],
  [
    'Container Apps, at least two replicas',
    'azure_container_apps',
    { requests: 1e6, duration_ms: 200, vcpu: 0.5, gib: 1, min_replicas: 2, hours: 730 },
    0.4 + 2e5 * (0.5 * 0.000024 + 0.000003) + (2 * 730 * 3600 - 2e5) * (0.5 * 0.000003 + 0.000003),
  ],
  [
    'App Runner, two provisioned instances without work',
    'aws_app_runner',
    { vcpu: 1, gb: 2, hours: 730, min_instances: 2 },
    2 * 730 * 2 * 0.007,
  ],
  [
    'Flex, always-ready under its other name',
    'azure_functions_flex',
    { min_instances: 1, memory_gb: 2, days: 1 },
    2 * 86_400 * 0.000004,
  ],
  [
    'Managed Instances start from three',
    'aws_lambda_managed_instances',
    { requests: 1e6, instance: 'm7g.large', hours: 100 },
    0.2 + 3 * 100 * 0.0816 * 1.15,
  ],
  [
    'Lambda, ephemeral below 512 MB is free',
    'aws_lambda',
    { requests: 1e6, duration_ms: 1000, memory_mb: 128, ephemeral_mb: 512 },
    0.2 + 125_000 * 0.0000166667,
  ],
  [
    'Lambda, streaming with 100 GB free',
    'aws_lambda',
    { requests: 1e6, payload: '1M x 8 MB', free_tier: true },
    (2e6 / 1024 - 100) * 0.008,
  ],
  [
    'Lambda@Edge',
    'aws_lambda_edge',
    { requests: 2e6, duration_ms: 50, memory_mb: 256 },
    1.2 + 2e6 * 0.05 * 0.25 * 0.00005001,
  ],
  [
    'Managed Instances by type',
    'aws_lambda_managed_instances',
    { requests: 1e6, instance: 'm7g.large', instance_hours: 100 },
    0.2 + 100 * 0.0816 * 1.15,
  ],
  ['MicroVMs', 'aws_lambda_microvms', { vcpu: 1, gb: 2, seconds: 13.5e6 }, 373.8744 + 99.0009],
  [
    'Fargate, at least a minute',
    'aws_fargate',
    { tasks: 1, vcpu: 1, gb: 2, seconds_per_day: 5, days: 60 },
    0.04048 + 2 * 0.004445,
  ],
  [
    'Fargate on Windows, at least five',
    'aws_fargate',
    { tasks: 1, vcpu: 1, gb: 2, seconds_per_day: 5, days: 12, os: 'windows' },
    0.0915 + 0.046 + 0.02,
  ],
  [
    'Fargate on ARM',
    'aws_fargate',
    { tasks: 3, vcpu: 0.5, gb: 1, hours: 100, arch: 'arm64' },
    150 * 0.03238 + 300 * 0.00356,
  ],
  ['EC2', 'aws_ec2', { instance: 'T3.Micro', hours: 730, instances: 2 }, 2 * 730 * 0.0104],
  [
    'App Runner',
    'aws_app_runner',
    { vcpu: 1, gb: 2, hours: 730, active_hours: 50 },
    730 * 2 * 0.007 + 50 * 0.064,
  ],
  ['REST API within two tiers', 'aws_api_gateway', { type: 'REST', requests: 400e6 }, 333 * 3.5 + 67 * 2.8],
  [
    'HTTP API in units of 512 KB',
    'aws_api_gateway',
    { type: 'HTTP', requests: 200e6, request_kb: 513 },
    300 + 100 * 0.9,
  ],
  ['WebSocket in units of 32 KB', 'aws_api_gateway', { type: 'WebSocket', messages: 1e6, message_kb: 33 }, 2],
  ['Network load balancer', 'aws_alb', { hours: 730, processed_gb: 1000, type: 'network' }, 16.425 + 6],
  ['NAT', 'aws_nat', { hours: 100, gb: 10 }, 4.5 + 0.45],
  ['SQS FIFO', 'aws_sqs', { requests: 1e6, kb: 65, type: 'fifo' }, 1],
  [
    'Cloud Run, tier 1, free tier, shared by 10',
    'gcp_cloud_run',
    { requests: 50e6, duration_ms: 110, concurrency: 10, vcpu: 2, gib: 1, free_tier: true },
    (2e6 - 180_000) * 0.000024 + (1e6 - 360_000) * 0.0000025 + 48 * 0.4,
  ],
  ['Lambda, large asynchronous events', 'aws_lambda', { requests: 1e6, event_kb: 321 }, 0.6],
  ['Fly in Asia', 'fly_machines', { region: 'Asia Pacific and South America', egress_gb: 10 }, 0.4],
  [
    'Cloud Run in tier 2: the free tier is what it is worth in tier 1',
    'gcp_cloud_run',
    { region: 'europe-west3', requests: 10e6, duration_ms: 200, vcpu: 1, gib: 0.5, free_tier: true },
    2e6 * 0.0000336 - 180_000 * 0.000024 + 1e6 * 0.0000035 - 360_000 * 0.0000025 + 3.2,
  ],
  [
    'Cloud Run by instance',
    'gcp_cloud_run',
    { billing: 'instance', instance_hours: 10, vcpu: 1, gib: 2 },
    36_000 * (0.000018 + 0.000004),
  ],
  [
    'Functions 2nd gen',
    'gcp_functions_2nd_gen',
    { requests: 1e6, duration_ms: 150, vcpu: 1, gib: 0.5 },
    200_000 * 0.000024 + 100_000 * 0.0000025 + 0.4,
  ],
  [
    'Functions 1st gen, 1 GB',
    'gcp_functions_1st_gen',
    { invocations: 1e6, duration_ms: 90, memory_mb: 1024 },
    1e5 * (1.4e-5 + 2.5e-6) + 0.4,
  ],
  [
    'Consumption rounds memory up',
    'azure_functions_consumption',
    { executions: 1e6, duration_ms: 200, memory_mb: 129, free_tier: false },
    1e6 * 0.2 * 0.25 * 0.000016 + 0.2,
  ],
  [
    'Flex on demand, at least a second',
    'azure_functions_flex',
    { executions: 1e6, duration_ms: 20, memory_gb: 0.5, concurrency: 4 },
    (1e6 / 4) * 0.5 * 0.000026 + 0.4,
  ],
  [
    'Container Apps, idle',
    'azure_container_apps',
    { vcpu: 0.5, gib: 1, seconds: 3600, active: false },
    3600 * (0.5 * 0.000003 + 0.000003),
  ],
  [
    'Container Instances',
    'azure_aci',
    { vcpu: 1, gb: 1.55, seconds: 100 },
    100 * (0.0000135 + 1.6 * 0.0000015),
  ],
  ['AKS Free', 'azure_aks', { hours: 100, node: 'Standard_D2_v2', tier: 'free', instances: 3 }, 300 * 0.146],
  ['Workers below what is included', 'cloudflare_workers', { requests: 5e6, cpu_ms_per_request: 2 }, 5],
  [
    'Containers of Cloudflare',
    'cloudflare_containers',
    { vcpu: 0.5, gib: 4, hours: 100, cpu_utilisation: 0.5 },
    5 +
      (90_000 - 22_500) * 0.00002 +
      (4 * 360_000 - 90_000) * 0.0000025 +
      (8 * 360_000 - 720_000) * 0.00000007,
  ],
  [
    'Containers of Cloudflare by the CPU time of each request',
    'cloudflare_containers',
    { vcpu: 1, gib: 6, hours: 100, requests: 10e6, cpu_ms_per_request: 10 },
    5 +
      (100_000 - 22_500) * 0.00002 +
      (6 * 360_000 - 90_000) * 0.0000025 +
      (12 * 360_000 - 720_000) * 0.00000007,
  ],
  [
    'Code Engine',
    'ibm_code_engine',
    { invocations: 1000, seconds: 10, function_vcpu: 1, function_gb: 4 },
    10_000 * 0.00003431 + 40_000 * 0.00000356 + 0.000538,
  ],
  [
    'Vercel',
    'vercel_functions',
    { invocations: 1e6, duration_ms: 100, memory_gb: 2, cpu_ms_per_request: 36 },
    20 + 0.6 + 10 * 0.128 + (200_000 / 3600) * 0.0106,
  ],
  [
    'DigitalOcean, at least 100 ms',
    'digitalocean_functions',
    { invocations: 1e6, duration_ms: 20, memory_mb: 1024, free_tier: true },
    10_000 * 0.0000185,
  ],
  [
    'Oracle',
    'oracle_functions',
    { invocations: 4e6, duration_ms: 1000, memory_mb: 1024, free_tier: true },
    0.4 + 3.6e6 * 0.00001417,
  ],
  ['Fly', 'fly_machines', { hours: 730, memory_gb: 1.25, egress_gb: 10 }, 1.94 + (730 / 720) * 5 + 0.2],
  [
    'Scaleway in euros',
    'scaleway_functions',
    { requests: 1e6, duration_ms: 1000, memory_mb: 1024, usd_per_eur: 2 },
    2 * (0.15 + 17),
  ],
  [
    'Yandex rounds to 100 ms',
    'yandex_functions',
    { requests: 1e6, duration_ms: 101, memory_mb: 1024 },
    0.144 + (200_000 / 3600) * 0.049,
  ],
  ['Huawei', 'huawei_functiongraph', { requests: 1e6, duration_ms: 1000, memory_mb: 1024 }, 0.2 + 16.7],
  ['Modal', 'modal', { vcpu: 2, gib: 4, seconds: 1000 }, 1000 * (2 * 0.0000131 + 4 * 0.00000222)],
  ['Railway', 'railway', { vcpu: 1, gb: 2, hours: 730 }, 40],
  ['Render', 'render', { hours: 730, instances: 2 }, 14],
  ['Koyeb', 'koyeb', { seconds: 1e6 }, 0.6],
  ['Alibaba', 'alibaba_fc', { cu: 1e6 }, 20],
];

describe('questions with other quantities', () => {
  it.each(CASES)('%s', (_, platform, inputs, usd) => {
    const answer = ask(platform, inputs);
    expect(answer.totalUsd).toBeCloseTo(usd, 3);
    for (const line of answer.lines) expect(line.usd).toBeGreaterThanOrEqual(0);
  });

  it('takes the provisioned break-even of the other processor', () =>
    expect(ask('aws_lambda', { arch: 'arm64' }).lines[0]?.quantity).toBeCloseTo(0.6, 3));

  it('prices the cases of another platform and period', () =>
    expect(
      ask('aws_lambda', {
        cases: [
          [2048, 100],
          [128, 1],
        ],
        per: '2M requests, no free tier',
      }).lines.map((line) => line.usd),
    ).toEqual([0.4 + 6.66668, 0.404166675].map((usd) => expect.closeTo(usd, 5))));

  it('compares other traffic and other tasks', () => {
    const { lines, warnings } = ask('aws_lambda vs aws_fargate', {
      traffic: '1 rps 1 h/day, 10 days',
      duration_ms: 100,
      memory_mb: 128,
      fargate: '1 tasks 0.25 vCPU/0.5 GB 24x7 + ALB ~16.43',
    });
    expect(lines.at(-2)).toMatchObject({ meter: 'aws_lambda total', usd: 0 });
    expect(lines.at(-1)?.usd).toBeCloseTo(9.01 + 16.43, 2);
    expect(warnings[0]).toContain('Cheaper: aws_lambda');
  });
});
