import { parseLabelled } from './table.ts';

/**
 * Ways of writing that belong to one platform. `path` is a pattern over dotted member paths (a call ends
 * in a parenthesis, the handler's parameters are called event and context, an index is *), `shape` a
 * construct that code-facts.ts knows.
 */
export const SHAPE_SIGNALS = parseLabelled(String.raw`
# AWS
event.httpMethod / event.path / event.multiValueHeaders / event.pathParameters / event.stageVariables | path ^event\.(httpMethod|path|resource|multiValueHeaders|multiValueQueryStringParameters|pathParameters|stageVariables|requestContext\.(authorizer|identity|elb|resourcePath|resourceId|httpMethod|connectionId))\b | REST API or ALB event | event/response shape | 2 | Request object | honojs/hono@28a9c12 src/adapter/aws-lambda/handler.ts, /lambda-edge/handler.ts
event.Records[].s3|Sqs|dynamodb|kinesis | path ^event\.Records\.\*\.(s3|Sqs|Sns|messageAttributes|receiptHandle|dynamodb|kinesis|eventSource)\b | S3/SQS/stream event | event/response shape | 3 | CloudEvents envelope
event.Records[0].cf.request | path ^event\.Records\.\*\.cf\b | Lambda@Edge event | event/response shape | 3 | edge middleware | honojs/hono@28a9c12 src/adapter/aws-lambda/handler.ts, /lambda-edge/handler.ts
awslambda.streamifyResponse / awslambda.HttpResponseStream | path ^awslambda\.(streamifyResponse|HttpResponseStream)\b | Lambda response streaming global | event/response shape | 3 | ReadableStream response | honojs/hono@28a9c12 src/adapter/aws-lambda/handler.ts, /lambda-edge/handler.ts
context.getRemainingTimeInMillis / context.awsRequestId / callbackWaitsForEmptyEventLoop | path ^context\.(getRemainingTimeInMillis|awsRequestId|callbackWaitsForEmptyEventLoop|invokedFunctionArn|functionName)\b | Lambda context | handler signature | 2 | deadline from config, traceparent header
# GCP
functions.http('name', (req,res)) / functions.cloudEvent('name', ev) | path ^functions\.(http|cloudEvent)\( | Cloud Run functions | handler signature | 1 | Express-like req/res: portable; cloudEvent = CloudEvents spec | GoogleCloudPlatform/functions-framework-nodejs README
# Azure
app.http / app.timer / app.storageBlob / app.serviceBusQueue / app.cosmosDB / app.eventHub | path ^app\.(timer|storageBlob|storageQueue|serviceBusQueue|serviceBusTopic|cosmosDB|eventHub|eventGrid)\( | trigger registration | event/trigger shape | 3 | move binding I/O into explicit clients | Azure/azure-functions-nodejs-library types/app.d.ts
context.extraInputs.get / context.extraOutputs.set / context.triggerMetadata / InvocationContext | path ^context\.(extraInputs|extraOutputs|triggerMetadata)\b | input/output bindings | event/trigger shape | 4 | explicit client calls | Azure/azure-functions-nodejs-library types/InvocationContext.d.ts
# Cloudflare
export default { fetch(request, env, ctx) } | shape fetch-handler | Workers module handler | handler signature | 1 | WinterTC fetch handler: runs on Deno/Bun/hono/nitro (near-portable) | nitrojs/nitro src/presets/cloudflare; cloudflare-docs
env.MY_KV (KVNamespace) | path ^env\.\w*KV\w*\.(get|put|list|delete|getWithMetadata)\( | Workers KV | data service | 2 | Redis/Valkey
DurableObject / this.ctx.storage | path ^this\.ctx\.storage\b | Durable Objects | stateful compute | 5 | Redis + sticky routing, Dapr/Orleans actors
env.DB.prepare (D1Database) | path ^env\.\w+\.prepare\( | D1 | data service | 3 | SQLite/libSQL/Postgres
env.BUCKET (R2Bucket) | path ^env\.\w*(BUCKET|R2)\w*\.(get|put|head|list|delete)\( | R2 | object storage | 1 | S3 API (R2 speaks it)
env.QUEUE.send / queue(batch) | path ^env\.\w*QUEUE\w*\.(send|sendBatch)\( | Queues | messaging | 3 | BullMQ/NATS
env.AI.run | path ^env\.AI\.run\( | Workers AI | AI service | 3 | OpenAI-compatible endpoint
scheduled(event, env, ctx) | shape scheduled-handler | Cron Triggers | scheduling | 1 | CronJob
ctx.waitUntil | path ^(ctx|context|executionCtx)\.waitUntil\( | post-response work | runtime behaviour | 2 | background queue / process | nitrojs/nitro src/presets/cloudflare; cloudflare-docs
caches.default | path ^caches\.default\b | Cache API | cache | 2 | CDN/Redis
request.cf | path ^(request|req)\.cf\b | edge metadata | event shape | 2 | headers from any CDN / GeoIP lib
HTMLRewriter | path ^new HTMLRewriter\b | edge HTML API | runtime API | 3 | htmlrewriter npm / parse5
# IBM/OpenWhisk
function main(params) { return {body} } | shape openwhisk-main | OpenWhisk action | handler signature | 2 | functions-framework or Code Engine function (same main())
params.__ow_headers / __ow_method / __ow_path / __ow_body | path ^params\.__ow_\w+ | OpenWhisk web action | event shape | 2 | Request object
# Vercel
export const runtime='edge' / maxDuration / preferredRegion | shape route-config | route segment config | runtime environment | 1 | ignored elsewhere
revalidateTag / ISR / unstable_cache | path ^(revalidateTag|unstable_cache|revalidatePath)\( | ISR cache | platform cache | 3 | Next.js cache handler on own Redis | nitrojs/nitro src/presets/vercel/runtime/isr.ts
# Supabase
supabase.rpc / RLS policies | path ^supabase\.rpc\( | PostgREST + RLS | data service | 2 | Postgres keeps RLS; replace API layer
# Google Firebase
onSnapshot(...) | path (^|\.)onSnapshot\( | Firestore realtime | data service | 5 | websocket + change stream
`);
