import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';

const LAMBDA_UNSOURCED = [
  'Egress beyond the first 10 TB (only about $0.09 per GB is sourced)',
  'CloudWatch Logs that the function writes (quantity not measured)',
];

export const AWS_LAMBDA_SHEETS: readonly PriceSheetInput[] = [
  {
    id: 'aws_lambda',
    name: 'AWS Lambda',
    vendor: 'AWS',
    kind: 'function',
    region: 'us-east-1',
    currency: 'USD',
    unsourced: LAMBDA_UNSOURCED,
    notes: ['A Compute Savings Plan takes up to 17% off duration and provisioned concurrency.'],
    meters: {
      requests: meter('Lambda requests', 'requests', '0.20', 'lambda', { ...MILLION, free: 1_000_000 }),
      duration: meter(
        'Lambda duration (x86)',
        'GB-seconds',
        [
          [6e9, '0.0000166667'],
          [15e9, '0.000015'],
          [null, '0.0000133334'],
        ],
        'infracost',
        { free: 400_000, note: 'First tier also on the AWS page; the free part is of the AWS page.' },
      ),
      duration_arm64: meter(
        'Lambda duration (arm64)',
        'GB-seconds',
        [
          [7.5e9, '0.0000133334'],
          [18.75e9, '0.0000120001'],
          [null, '0.0000106667'],
        ],
        'infracost',
        { free: 400_000 },
      ),
      ephemeral: meter('Ephemeral storage above 512 MB', 'GB-seconds', '0.0000000309', 'lambda'),
      provisioned: meter('Provisioned concurrency (x86)', 'GB-seconds', '0.0000041667', 'lambda'),
      provisioned_arm64: meter('Provisioned concurrency (arm64)', 'GB-seconds', '0.0000033334', 'infracost'),
      duration_on: meter('Duration while provisioned (x86)', 'GB-seconds', '0.0000097222', 'lambda'),
      duration_on_arm64: meter(
        'Duration while provisioned (arm64)',
        'GB-seconds',
        '0.0000077778',
        'infracost',
      ),
      streamed: meter('Response streaming beyond 6 MB a request', 'GB', '0.008', 'lambda', { free: 100 }),
      snapstart_cache: meter('SnapStart cache', 'GB-seconds', '0.0000015046', 'lambda'),
      snapstart_restore: meter('SnapStart restore', 'GB restored', '0.0001397998', 'lambda'),
      isolation: meter('Tenant isolation environments (x86)', 'GB of environments', '0.000167', 'lambda'),
      durable_operations: meter('Durable operations', 'operations', '8.00', 'lambda', MILLION),
      durable_written: meter('Durable data written', 'GB', '0.25', 'lambda'),
      durable_retained: meter('Durable data retained', 'GB-months', '0.15', 'lambda'),
      epu: meter('Event poller units (Kafka)', 'EPU-hours', '0.185', 'lambda'),
      epu_sqs: meter('Event poller units (SQS)', 'EPU-hours', '0.00925', 'lambda'),
      egress: meter('Internet egress', 'GB', '0.09', 'survey', {
        free: 100,
        note: 'Approximate in its source; first 10 TB.',
      }),
    },
  },
  {
    id: 'aws_lambda_edge',
    name: 'AWS Lambda@Edge',
    vendor: 'AWS',
    kind: 'function',
    region: 'us-east-1',
    currency: 'USD',
    unsourced: ['CloudFront in front of it'],
    meters: {
      requests: meter('Lambda@Edge requests', 'requests', '0.60', 'lambda', MILLION),
      duration: meter('Lambda@Edge duration', 'GB-seconds', '0.00005001', 'lambda'),
    },
  },
  {
    id: 'aws_lambda_managed_instances',
    name: 'AWS Lambda Managed Instances',
    vendor: 'AWS',
    kind: 'function',
    region: 'us-east-1',
    currency: 'USD',
    unsourced: [],
    meters: {
      requests: meter('Lambda requests', 'requests', '0.20', 'lambda', MILLION),
      management: meter('Management fee', 'USD of EC2 on-demand price', '0.15', 'lambda', {
        note: 'On the on-demand price even with a Savings Plan.',
      }),
      egress: meter('Internet egress', 'GB', '0.09', 'survey', { free: 100 }),
    },
  },
  {
    id: 'aws_lambda_microvms',
    name: 'AWS Lambda MicroVMs',
    vendor: 'AWS',
    kind: 'container',
    region: 'us-east-1',
    currency: 'USD',
    unsourced: ['x86 rates (the examples of the page are for arm64)', 'A load balancer of its own'],
    meters: {
      vcpu: meter('MicroVM vCPU (arm64)', 'vCPU-seconds', '0.0000276944', 'lambda'),
      memory: meter('MicroVM memory (arm64)', 'GB-seconds', '0.0000036667', 'lambda'),
      snapshot_write: meter('Snapshot write', 'GB', '0.0038', 'lambda'),
      snapshot_read: meter('Snapshot read', 'GB', '0.00155', 'lambda'),
      snapshot_storage: meter('Snapshot storage', 'GB-months', '0.08', 'lambda'),
    },
  },
  {
    id: 'aws_lambda_web_functions',
    name: 'AWS Lambda Web Functions',
    vendor: 'AWS',
    kind: 'function',
    region: 'us-east-1',
    currency: 'USD',
    status: {
      state: 'open',
      words: 'AWS says what Web Functions are billed by, and publishes no price of it.',
      source: 'webFunctions',
    },
    unsourced: [
      'Requests',
      'Active CPU time',
      'Memory consumed over the life of each environment',
      'Whether init is billed',
    ],
    meters: {},
  },
];
