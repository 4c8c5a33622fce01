import { describe, expect, it } from 'vitest';
import { seen } from './testing/read.ts';

const IN_HANDLER = (body: string) => `export async function handler(event, context) {\n${body}\n}`;

describe('shapes of code', () => {
  it.each([
    ['exports.handler', 'exports.handler = async (event) => 1;', '1 Lambda handler'],
    ['module.exports', 'async function handler(event) {}\nmodule.exports = { handler };', '2 Lambda handler'],
    ['export { x as handler }', 'const main2 = (e) => e;\nexport { main2 as handler };', '2 Lambda handler'],
    ['wrapped handler', 'export const handler = wrap(async () => 1);', '1 Lambda handler'],
    ['event fields', IN_HANDLER('use(event.requestContext.http);'), '2 HTTP API event'],
    ['taken apart', IN_HANDLER('const { rawPath } = event;'), '2 HTTP API event'],
    ['another name', 'export const handler = (e) => e.queryStringParameters;', '1 HTTP API event'],
    ['taken apart as parameter', 'export const handler = ({ isBase64Encoded }) => 1;', '1 HTTP API event'],
    ['REST API', IN_HANDLER('use(event.httpMethod);'), '2 REST API or ALB event'],
    ['load balancer', IN_HANDLER('if (event.requestContext.elb) go();'), '2 REST API or ALB event'],
    [
      'records in a loop',
      IN_HANDLER('for (const r of event.Records) use(r.s3.bucket);'),
      '2 S3/SQS/stream event',
    ],
    ['records by callback', IN_HANDLER('event.Records.map((r) => r.dynamodb);'), '2 S3/SQS/stream event'],
    [
      'alias of an alias',
      IN_HANDLER('const all = event.Records;\nconst [x] = [1];\nuse(all[0].kinesis);'),
      '4 S3/SQS/stream event',
    ],
    ['edge event', IN_HANDLER('const { request } = event.Records[0].cf;'), '2 Lambda@Edge event'],
    [
      'streaming',
      'export const handler = awslambda.streamifyResponse(f);',
      '1 Lambda response streaming global',
    ],
    ['response', IN_HANDLER("return { statusCode: 200, body: '' };"), '2 Lambda proxy response'],
    ['context', 'export const handler = (e, c) => c.getRemainingTimeInMillis();', '1 Lambda context'],
    ['functions.http', "functions.http('hello', (req, res) => res.send('x'));", '1 Cloud Run functions'],
    ['metadata server', "fetch('http://metadata.google.internal/x');", '1 metadata server'],
    ['Azure trigger', "app.storageBlob('copy', { handler: f });", '1 trigger registration'],
    [
      'Azure bindings',
      'const f = (blob, context) => context.extraInputs.get(input);',
      '1 input/output bindings',
    ],
    [
      'Workers fetch',
      'export default { fetch(request, env, ctx) { return 1; } };',
      '1 Workers module handler',
    ],
    [
      'Workers fetch by name',
      'const w = { fetch: (r) => 1 };\nexport default w;',
      '1 Workers module handler',
    ],
    ['KV', 'export default { fetch(r, bindings) { return bindings.MY_KV.get("k"); } };', '1 Workers KV'],
    ['Durable Object', 'class C { f() { return this.ctx.storage.get("x"); } }', '1 Durable Objects'],
    ['D1', 'const f = (env) => env.DB.prepare("SELECT 1");', '1 D1'],
    ['R2', 'const f = (env) => env.MY_BUCKET.put("a", b);', '1 R2'],
    ['queue', 'const f = (env) => env.JOB_QUEUE.send({});', '1 Queues'],
    ['AI', 'const f = (env) => env.AI.run("m", {});', '1 Workers AI'],
    ['cron', 'export default { scheduled(event, env, ctx) {} };', '1 Cron Triggers'],
    ['waitUntil', 'const f = (ctx) => ctx.waitUntil(p);', '1 post-response work'],
    ['cache', 'const hit = await caches.default.match(r);', '1 Cache API'],
    ['edge metadata', 'const f = (request) => request.cf.country;', '1 edge metadata'],
    ['HTMLRewriter', 'new HTMLRewriter().on("a", x);', '1 edge HTML API'],
    [
      'OpenWhisk main',
      'function main(params) { return { body: 1 }; }\nexports.main = main;',
      '2 OpenWhisk action',
    ],
    ['OpenWhisk web action', 'exports.main = (p) => p.__ow_headers;', '1 OpenWhisk web action'],
    ['edge runtime', "export const runtime = 'edge';", '1 route segment config'],
    ['ISR', "revalidateTag('posts');", '1 ISR cache'],
    ['supabase', "supabase.rpc('f');", '1 PostgREST + RLS'],
    ['onSnapshot', 'query.onSnapshot((s) => s);', '1 Firestore realtime'],
  ])('%s', (_, code, expected) => expect(seen(code)).toContain(expected));
});

describe('deployment files', () => {
  it.each([
    ['template.yaml', 'x: 1\nTransform: AWS::Serverless-2016-10-31', '2 SAM'],
    ['infra/stack.yml', 'Type: AWS::Lambda::Function', '1 CloudFormation'],
    ['serverless.yml', 'provider:\n  name: aws', '2 Serverless Framework'],
    ['main.tf', 'resource "aws_lambda_function" "f" {}', '1 Terraform aws provider'],
    ['policy.json', '{"Resource":\n"arn:aws:s3:::x"}', '2 ARN strings'],
    ['policy.json', '{"Action": "dynamodb:*"}', '1 IAM'],
    ['apprunner.yaml', 'version: 1', '1 AWS app deploy formats'],
    ['app.yaml', 'runtime: nodejs20', '1 App Engine'],
    ['firebase.json', '{}', '1 Firebase'],
    ['host.json', '{}', '1 Functions host config'],
    ['f/function.json', '{"bindings": []}', '1 v3 bindings'],
    ['main.bicep', 'param x string', '1 ARM/Bicep'],
    ['azure.yaml', 'name: x', '1 azd'],
    ['wrangler.toml', 'name = "x"', '1 wrangler'],
    ['wrangler.toml', 'name = "x"\ncompatibility_flags = ["nodejs_compat"]', '2 Node API subset'],
    ['project.yml', 'packages:\n  - x', '1 wskdeploy / DO Functions'],
    ['vercel.json', '{}', '1 project config'],
    ['netlify.toml', '[build]', '1 project config'],
    ['fly.toml', 'app = "x"', '1 machines'],
  ])('%s: %s', (path, content, expected) => expect(seen(content, path)).toContain(expected));

  it('does not read comments, other names or other clouds', () => {
    expect(seen('# Transform: AWS::Serverless-2016-10-31\n', 'template.yaml')).toEqual([]);
    expect(seen('provider:\n  name: google', 'serverless.yml')).toEqual([]);
    expect(seen('a: 1', 'my-wrangler.toml.md')).toEqual([]);
  });
});

const URL_OF = (host: string) => `const at = 'https://${host}/x';`;

describe('addresses and names of services in strings', () => {
  it.each([
    ['an ARN', "const topic = 'arn:aws:sns:eu-west-1:123456789012:orders';", '1 ARN strings'],
    ['an ARN of China', "f('arn:aws-cn:s3:::bucket')", '1 ARN strings'],
    ['an ARN put together', "const a = 'arn:aws:sqs:' + region + ':' + account + ':jobs';", '1 ARN strings'],
    ['an ARN in a template', `const a = \`arn:aws:\${service}:\${region}:x\`;`, '1 ARN strings'],
    ['DynamoDB', "fetch('https://dynamodb.eu-west-1.amazonaws.com/')", '1 DynamoDB endpoint'],
    [
      'a region that is computed',
      `fetch(\`https://dynamodb.\${region}.amazonaws.com/\`)`,
      '1 DynamoDB endpoint',
    ],
    [
      'a region that is added',
      "fetch('https://dynamodb.' + region + '.amazonaws.com')",
      '1 DynamoDB endpoint',
    ],
    ['S3 by its bucket', URL_OF('my-bucket.s3.eu-west-1.amazonaws.com'), '1 S3 endpoint'],
    ['S3 of old', URL_OF('s3-eu-west-1.amazonaws.com'), '1 S3 endpoint'],
    ['an S3 URI', "copy('s3://bucket/key')", '1 S3 endpoint'],
    ['SQS', URL_OF('sqs.us-east-1.amazonaws.com/123/jobs'), '1 SQS endpoint'],
    ['a function URL', URL_OF('abc.lambda-url.us-east-1.on.aws'), '1 Lambda or API Gateway endpoint'],
    ['API Gateway', URL_OF('abc.execute-api.us-east-1.amazonaws.com'), '1 Lambda or API Gateway endpoint'],
    ['another service', URL_OF('rekognition.us-east-1.amazonaws.com'), '1 AWS service endpoint'],
    ['task metadata', "const c = 'http://169.254.170.2/v2/credentials';", '1 task metadata and credentials'],
    ['Google storage', URL_OF('storage.googleapis.com'), '1 Cloud Storage endpoint'],
    ['Google’s metadata', URL_OF('metadata.google.internal'), '1 metadata server'],
    ['a topic of Google', "publish('projects/p/topics/t/x')", '1 resource names'],
    ['another Google service', URL_OF('vision.googleapis.com'), '1 Google Cloud service endpoint'],
    ['Cosmos DB', URL_OF('x.documents.azure.com:443'), '1 Cosmos DB endpoint'],
    [
      'a connection string',
      "const s = 'AccountName=x;EndpointSuffix=core.windows.net';",
      '1 Azure Storage endpoint',
    ],
    [
      'Service Bus',
      "const s = 'Endpoint=sb://x.servicebus.windows.net/';",
      '1 Service Bus or Event Hubs endpoint',
    ],
    ['R2', URL_OF('x.r2.cloudflarestorage.com'), '1 R2 endpoint'],
    ['Firebase', URL_OF('x.firebaseio.com'), '1 Firebase endpoint'],
    ['Auth0', URL_OF('x.eu.auth0.com'), '1 Auth0 tenant'],
  ])('%s', (_, code, expected) => expect(seen(code)).toEqual([expected]));

  it('are read in settings, too, but not in prose or lock files', () => {
    const line = 'TABLE_URL=https://dynamodb.eu-west-1.amazonaws.com';
    for (const path of ['.env', 'config/app.yaml', 'settings.toml'])
      expect(seen(line, path)).toContain('1 DynamoDB endpoint');
    for (const path of ['README.md', 'package-lock.json', 'notes.txt']) expect(seen(line, path)).toEqual([]);
  });

  it.each([
    ['pages for people', "f('see https://docs.aws.amazon.com/lambda', 'https://fonts.googleapis.com/css')"],
    ['a comment', '// https://dynamodb.eu-west-1.amazonaws.com\nf();'],
    ['hosts that only sound alike', "f('https://amazonaws.example.com', 'https://notamazonaws.com')"],
    ['an OpenID token’s words', "f('urn:ietf:params', 'barn:aws:x')"],
  ])('do not count: %s', (_, code) => expect(seen(code)).toEqual([]));

  it('cost no more than reading, also of a megabyte made to be slow', () => {
    for (const part of ['s3.', 'arn:aws--', 'dynamodb', 'a.sqs.', '/subscriptions/'])
      expect(seen(`const a = '${part.repeat(1_000_000 / part.length)}';`)).toEqual([]);
  });
});

describe('no false positives', () => {
  it('in comments and strings', () => {
    const code = `
// import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
/* process.env.AWS_REGION; exports.handler = async (event) => event.requestContext; */
const text = "require('@aws-sdk/client-s3'); process.env.AWS_REGION";
const more = \`event.rawPath import x from 'firebase-admin' \${1 + 1} caches.default\`;
const pattern = /process\\.env\\.AWS_REGION/;
`;
    expect(seen(code)).toEqual([]);
  });

  it.each([
    [
      'a package that only begins alike',
      "import x from '@aws-sdk/client-s3-like'; import y from 'auth0lib';",
    ],
    ['a member of something else', 'const x = config.AWS_REGION; settings.process.env.AWS_REGION;'],
    ['a variable of the same name', 'const AWS_REGION = 1; const VERCEL = AWS_REGION;'],
    ['an own main', 'function main(args) { return 1; } main([]);'],
    ['a private handler', 'function handler(event) { return event.id; } handler({ id: 1 });'],
    ['an object with a status', 'const x = { statusCode: 200, retries: 2 };'],
    ['another runtime', "export const runtime = 'nodejs';"],
    ['Express', "app.get('/x', (req, res) => res.send('x'));"],
    ['a shadowing name in text', 'const caches2 = { default: 1 }; caches2.default;'],
  ])('from %s', (_, code) => expect(seen(code)).toEqual([]));
});
