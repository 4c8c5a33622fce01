import type { LockInFinding } from '../assessment.ts';
import { parseLabelled } from './table.ts';

/**
 * The contract that Crossover itself demands of a handler: AWS Lambda's signature, the HTTP API event (format 2.0)
 * and its answer. Every workload has it and runs with it on both sides, so all of its places are one finding,
 * the adapter, and speak against neither side. The fields are those that handler-runtime.mjs sends.
 */
export const CONTRACT_SIGNALS = parseLabelled(String.raw`
# AWS
exports.handler = async (event, context) | shape lambda-handler | Lambda handler | handler signature | 2 | thin adapter around a pure function
event.requestContext.http / event.rawPath / event.isBase64Encoded / event.queryStringParameters | path ^event\.(version|routeKey|rawPath|rawQueryString|isBase64Encoded|queryStringParameters|cookies|requestContext$|requestContext\.(http|accountId|apiId|domainName|domainPrefix|requestId|routeKey|stage|time|timeEpoch)\b)(?![\w$]) | HTTP API event | event/response shape | 2 | Request object | honojs/hono@28a9c12 src/adapter/aws-lambda/handler.ts, /lambda-edge/handler.ts
return {statusCode, headers, body, isBase64Encoded, cookies} | shape lambda-response | Lambda proxy response | event/response shape | 2 | Response object | honojs/hono@28a9c12 src/adapter/aws-lambda/handler.ts, /lambda-edge/handler.ts
`);

/** The one finding that all places of the contract make together. */
export const ADAPTER = {
  signal: 'the adapter',
  vendor: 'AWS',
  service: 'Lambda contract (the adapter)',
  dimension: 'handler signature / API',
  effort: 1,
  alternative:
    'a thin adapter around a pure function; Crossover itself asks for this contract, so it counts once',
  source: CONTRACT_SIGNALS[0]?.source ?? '',
} as const satisfies Partial<LockInFinding>;

export const isAdapter = ({ signal }: Pick<LockInFinding, 'signal'>): boolean => signal === ADAPTER.signal;
