import type { LockInAssessment, Verdict } from './report.ts';

/** Judgements of the example report, as the assessments would word them; its numbers are computed. */

export const fixtureLockIn: LockInAssessment = {
  findings: [
    {
      file: 'handler.ts',
      line: 1,
      excerpt: "import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';",
      signal: '@aws-sdk/client-dynamodb',
      vendor: 'AWS',
      service: 'DynamoDB',
      dimension: 'data service',
      effort: 5,
      alternative: 'PostgreSQL or Cassandra behind a repository port',
      source: 'example',
    },
    {
      file: 'handler.ts',
      line: 7,
      excerpt: "const id = event.pathParameters?.id ?? '1';",
      signal: 'event.pathParameters',
      vendor: 'AWS',
      service: 'API Gateway event',
      dimension: 'event and trigger shape',
      effort: 2,
      alternative: 'A fetch-style Request with an adapter per platform',
      source: 'example',
    },
  ],
  dimensions: [
    { dimension: 'handler signature', findings: 0, effort: 0 },
    { dimension: 'event and trigger shape', findings: 1, effort: 2 },
    { dimension: 'data service', findings: 1, effort: 5 },
    { dimension: 'observability', findings: 0, effort: 0 },
  ],
  portable: [],
  filesRead: 2,
  sentence: 'The code is tied to AWS in 2 places; the hardest to leave is DynamoDB.',
};

export const fixtureVerdict: Verdict = {
  choice: 'function',
  sentence: 'Functions: at this traffic they cost a third of containers, and both meet the latency target.',
  confidence: 'leaning',
  reasons: [
    {
      about: 'cost',
      favours: 'function',
      text: 'A container and its load balancer are paid for at night too.',
    },
    {
      about: 'latency',
      favours: 'container',
      text: 'Containers answer faster at p95; both meet the target.',
    },
    { about: 'lock-in', favours: 'neither', text: 'The DynamoDB calls bind the code on either side.' },
  ],
  wouldChange: ['Three times this traffic: containers become cheaper.'],
};
