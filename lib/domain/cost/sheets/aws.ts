import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';

const aws = { vendor: 'AWS', region: 'us-east-1', currency: 'USD' } as const;

const SPOT = 'Fargate Spot in us-east-1 (only "up to 70%" and one undated quote)';
const IPV4 = 'Public IPv4 addresses';
const EGRESS = meter('Internet egress', 'GB', '0.09', 'survey', {
  free: 100,
  note: 'Approximate in its source; first 10 TB.',
});

const FARGATE = {
  vcpu: meter('Fargate vCPU (Linux, x86)', 'vCPU-hours', '0.04048', 'fargate'),
  memory: meter('Fargate memory (Linux, x86)', 'GB-hours', '0.004445', 'fargate'),
  vcpu_arm64: meter('Fargate vCPU (Linux, arm64)', 'vCPU-hours', '0.03238', 'fargate'),
  memory_arm64: meter('Fargate memory (Linux, arm64)', 'GB-hours', '0.00356', 'fargate'),
  storage: meter('Fargate ephemeral storage above 20 GB', 'GB-hours', '0.000111', 'fargate'),
};

/** On-demand dollars an hour. */
const EC2_HOURS: Readonly<Record<string, string>> = {
  't3.nano': '0.0052',
  't3.micro': '0.0104',
  't3.small': '0.0208',
  't3.medium': '0.0416',
  't3.large': '0.0832',
  't3.xlarge': '0.1664',
  't3.2xlarge': '0.3328',
  't4g.nano': '0.0042',
  't4g.micro': '0.0084',
  't4g.small': '0.0168',
  't4g.medium': '0.0336',
  't4g.large': '0.0672',
  't4g.xlarge': '0.1344',
  't4g.2xlarge': '0.2688',
  'm5.large': '0.096',
  'm5.xlarge': '0.192',
  'm6g.large': '0.077',
  'm6i.large': '0.096',
  'm7g.medium': '0.0408',
  'm7g.large': '0.0816',
  'm7g.xlarge': '0.1632',
  'm7g.2xlarge': '0.3264',
  'c5.large': '0.085',
  'c6g.large': '0.068',
  'c6i.large': '0.085',
  'c7g.large': '0.0725',
};

export const AWS_SHEETS: readonly PriceSheetInput[] = [
  {
    ...aws,
    id: 'aws_fargate',
    name: 'AWS Fargate',
    kind: 'container',
    unsourced: [SPOT, IPV4, 'Image registry storage'],
    notes: ['A Compute Savings Plan takes up to 50% off.'],
    meters: {
      ...FARGATE,
      vcpu_windows: meter('Fargate vCPU (Windows)', 'vCPU-hours', '0.0915', 'fargate'),
      memory_windows: meter('Fargate memory (Windows)', 'GB-hours', '0.01', 'fargate'),
      os: meter('Windows licence', 'vCPU-hours', '0.046', 'fargate'),
      egress: EGRESS,
    },
  },
  {
    ...aws,
    id: 'aws_ec2_on_demand_linux',
    name: 'AWS EC2 on demand (ECS on EC2)',
    kind: 'container',
    unsourced: [IPV4, 'EBS volumes', 'Spot prices', 'c7g sizes other than large'],
    notes: ['ECS on EC2 has no control-plane fee.', 'c7g.large is 0.0725 in one map and 0.0723 in another.'],
    meters: {
      ...Object.fromEntries(
        Object.entries(EC2_HOURS).map(([type, price]) => [type, meter(`EC2 ${type}`, 'hours', price, 'ec2')]),
      ),
      egress: EGRESS,
    },
  },
  {
    ...aws,
    id: 'aws_eks',
    name: 'AWS EKS with Fargate pods',
    kind: 'container',
    unsourced: [SPOT, IPV4, 'Image registry storage'],
    meters: {
      cluster: meter('EKS cluster', 'hours', '0.10', 'infracost'),
      cluster_extended: meter('EKS cluster, extended support', 'hours', '0.60', 'infracost'),
      ...FARGATE,
      egress: EGRESS,
    },
  },
  {
    ...aws,
    id: 'aws_app_runner',
    name: 'AWS App Runner',
    kind: 'container',
    status: {
      state: 'closed',
      words:
        'Closed to new customers (announced 2026-03-31, in effect 2026-04-30; the sources differ on the date). Existing customers continue.',
      source: 'appRunnerClosed',
    },
    unsourced: ['Monthly fee for automatic deployments'],
    meters: {
      memory_idle: meter('App Runner provisioned memory', 'GB-hours', '0.007', 'appRunner'),
      vcpu_active: meter('App Runner active vCPU', 'vCPU-hours', '0.064', 'appRunner'),
      build: meter('App Runner builds', 'build-minutes', '0.005', 'appRunnerBuild'),
      egress: EGRESS,
    },
  },
  {
    ...aws,
    id: 'aws_api_gateway',
    name: 'AWS API Gateway',
    kind: 'part',
    unsourced: ['Caching', 'Its own free tier'],
    meters: {
      rest: meter(
        'REST API requests',
        'requests',
        [
          [333e6, '3.50'],
          [1000e6, '2.80'],
          [20e9, '2.38'],
          [null, '1.51'],
        ],
        'infracost',
        MILLION,
      ),
      http: meter(
        'HTTP API requests',
        'requests of up to 512 KB',
        [
          [300e6, '1.00'],
          [null, '0.90'],
        ],
        'infracost',
        MILLION,
      ),
      messages: meter(
        'WebSocket messages',
        'messages of up to 32 KB',
        [
          [1e9, '1.00'],
          [null, '0.80'],
        ],
        'infracost',
        MILLION,
      ),
      connection_minutes: meter('WebSocket connection minutes', 'minutes', '0.25', 'infracost', MILLION),
    },
  },
  {
    ...aws,
    id: 'aws_alb',
    name: 'AWS load balancers',
    kind: 'part',
    unsourced: [
      'LCU dimensions other than 1 GB an hour (25 new connections a second is AWS’s text without a stored source)',
    ],
    meters: {
      hour: meter('Load balancer', 'hours', '0.0225', 'infracost'),
      lcu: meter('Load balancer capacity (LCU)', 'LCU-hours', '0.008', 'infracost'),
      nlcu: meter('Network load balancer capacity (NLCU)', 'NLCU-hours', '0.006', 'infracost'),
    },
  },
  {
    ...aws,
    id: 'aws_misc',
    name: 'AWS NAT gateway, logs and queues',
    kind: 'part',
    unsourced: [],
    meters: {
      nat_hour: meter('NAT gateway', 'hours', '0.045', 'infracost'),
      nat_data: meter('NAT gateway data', 'GB', '0.045', 'infracost'),
      logs_ingest: meter('CloudWatch Logs ingest', 'GB', '0.50', 'infracost'),
      logs_archive: meter('CloudWatch Logs archive', 'GB-months', '0.03', 'infracost'),
      logs_scan: meter('CloudWatch Insights scan', 'GB', '0.005', 'infracost'),
      sqs: meter('SQS standard', 'requests of up to 64 KB', '0.40', 'infracost', MILLION),
      sqs_fifo: meter('SQS FIFO', 'requests of up to 64 KB', '0.50', 'infracost', MILLION),
    },
  },
];
