import { parseTable } from './table.ts';

/** Packages whose import couples the code to a vendor. `name/*` stands for everything below `name`. */
export const IMPORT_SIGNALS = parseTable(
  `
# AWS
@aws-sdk/client-dynamodb | DynamoDB | data service | 5 | PostgreSQL/Cassandra behind a repository port; ScyllaDB Alternator speaks the API
@aws-sdk/lib-dynamodb | DynamoDB document client | data service | 5 | repository port
@aws-sdk/client-s3 | S3 | object storage | 2 | any S3-compatible store (MinIO, R2, GCS interop, Ceph)
@aws-sdk/s3-request-presigner | S3 presigned URLs | object storage | 2 | S3-compatible presign
@aws-sdk/client-sqs | SQS | messaging | 3 | AMQP/RabbitMQ, NATS, pg-boss, BullMQ
@aws-sdk/client-sns | SNS | messaging | 3 | NATS/Kafka topics, CloudEvents webhook
@aws-sdk/client-eventbridge | EventBridge | event bus | 4 | CloudEvents + Knative Eventing/Kafka
@aws-sdk/client-scheduler | EventBridge Scheduler | scheduling | 2 | Kubernetes CronJob, Temporal
@aws-sdk/client-kinesis | Kinesis | streaming | 4 | Kafka/Redpanda
@aws-sdk/client-sfn | Step Functions | orchestration | 5 | Temporal, CNCF Serverless Workflow
@aws-sdk/client-lambda | Lambda invoke | function-to-function | 3 | HTTP/gRPC call or queue
@aws-sdk/client-cognito-identity-provider | Cognito | identity | 5 | OIDC (Keycloak, Ory)
aws-jwt-verify | Cognito tokens | identity | 2 | jose + OIDC discovery
@aws-sdk/client-secrets-manager | Secrets Manager | secrets | 2 | Vault, env/file mounts, External Secrets
@aws-sdk/client-ssm | SSM Parameter Store | config | 2 | env/ConfigMap
@aws-sdk/client-kms | KMS | crypto keys | 4 | Vault transit, PKCS#11
@aws-sdk/client-ses | SES | email | 1 | SMTP
@aws-sdk/client-bedrock-runtime | Bedrock | AI service | 3 | OpenAI-compatible endpoint
@aws-sdk/client-rds-data | RDS Data API | data access | 3 | pg driver + pooler
@aws-sdk/client-apigatewaymanagementapi | API GW WebSocket push | network | 4 | ws/Socket.IO server
aws-sdk | AWS SDK v2 monolith | SDK | 3 | modular client behind port
aws-lambda @types/aws-lambda | Lambda handler types | handler signature | 2 | Web-standard Request/Response (hono, nitro) or functions-framework | nitrojs/nitro src/presets/aws-lambda/runtime/aws-lambda.ts
@aws-lambda-powertools/* | Powertools | observability | 2 | pino + OpenTelemetry
aws-xray-sdk aws-xray-sdk-core | X-Ray | observability | 2 | OpenTelemetry
@codegenie/serverless-express @vendia/serverless-express | Lambda HTTP adapter | handler signature | 1 | remove adapter: the app is already an Express app (portability PLUS)
@middy/core | Lambda middleware | handler signature | 3 | framework middleware
aws-cdk-lib @aws-cdk/* | CDK | IaC/deployment | 4 | Pulumi/OpenTofu
# GCP
@google-cloud/functions-framework | Functions Framework | handler signature | 1 | runs in any container (portability PLUS) | GoogleCloudPlatform/functions-framework-nodejs README
firebase-functions | Firebase Functions | handler signature | 3 | Express + CloudEvents
firebase-admin | Firebase Auth/Firestore/FCM | BaaS | 4 | OIDC + Postgres + Web Push
@google-cloud/firestore | Firestore | data service | 5 | MongoDB/Postgres
@google-cloud/datastore | Datastore | data service | 5 | Postgres
@google-cloud/storage | Cloud Storage | object storage | 2 | S3 API (GCS interop)
@google-cloud/pubsub | Pub/Sub | messaging | 3 | NATS/Kafka
@google-cloud/tasks | Cloud Tasks | messaging | 3 | BullMQ/pg-boss
@google-cloud/scheduler | Cloud Scheduler | scheduling | 2 | CronJob
@google-cloud/bigquery | BigQuery | analytics | 5 | Trino/ClickHouse/DuckDB
@google-cloud/spanner | Spanner | data service | 4 | CockroachDB/Postgres
@google-cloud/secret-manager | Secret Manager | secrets | 2 | Vault/env
@google-cloud/logging | Cloud Logging | observability | 1 | stdout JSON + OTel
@google-cloud/trace-agent | Cloud Trace | observability | 2 | OpenTelemetry
@google-cloud/workflows | Workflows | orchestration | 5 | Temporal
# Azure
@azure/functions | Azure Functions v4 model | handler signature | 2 | Request-like handler; wrap | Azure/azure-functions-nodejs-library types/
durable-functions | Durable Functions | orchestration | 5 | Temporal
@azure/cosmos | Cosmos DB | data service | 5 | MongoDB API/Postgres
@azure/storage-blob | Blob Storage | object storage | 3 | S3-compatible
@azure/storage-queue | Queue Storage | messaging | 3 | BullMQ/NATS
@azure/data-tables | Table Storage | data service | 4 | Postgres
@azure/service-bus | Service Bus | messaging | 3 | AMQP 1.0 client (rhea) / RabbitMQ
@azure/event-hubs | Event Hubs | streaming | 2 | Kafka protocol endpoint
@azure/eventgrid | Event Grid | event bus | 2 | CloudEvents (Event Grid can emit them)
@azure/identity | Entra ID / managed identity | IAM | 3 | workload identity federation/OIDC
@azure/keyvault-secrets | Key Vault | secrets | 2 | Vault/env
@azure/msal-node | Entra ID login | identity | 3 | openid-client
applicationinsights | Application Insights | observability | 2 | OpenTelemetry
# Cloudflare
@cloudflare/workers-types cloudflare:workers cloudflare:sockets | runtime modules | runtime API | 3 | WinterTC types / node:net
# IBM/OpenWhisk
openwhisk | OpenWhisk client | function-to-function | 3 | HTTP call
@ibm-cloud/cloudant | Cloudant | data service | 2 | CouchDB (same API)
ibm-cos-sdk | IBM COS | object storage | 2 | S3 API
# Vercel
@vercel/kv | KV (Redis) | data service | 1 | redis/ioredis
@vercel/postgres | Postgres | data service | 1 | pg / neon driver
@vercel/blob | Blob | object storage | 2 | S3 API
@vercel/edge-config | Edge Config | config | 2 | env/KV
@vercel/functions | function helpers | runtime behaviour | 2 | queue / headers
@vercel/analytics @vercel/speed-insights | analytics | observability | 1 | plausible/OTel web
# Netlify
@netlify/functions | Functions | handler signature | 2 | Request/Response handler | honojs/hono@28a9c12 src/adapter/netlify
@netlify/blobs | Blobs | object storage | 2 | S3 API
# Auth0
auth0 @auth0/nextjs-auth0 @auth0/auth0-react | identity | identity | 3 | openid-client + any OIDC provider (user export needed) | the project brief names Auth0 as its BaaS example
# Clerk
@clerk/nextjs | identity | identity | 4 | Auth.js/OIDC
# Supabase
@supabase/supabase-js | BaaS (Postgres, Auth, Storage) | BaaS | 3 | self-hosted Supabase; pg + OIDC
# Google Firebase
firebase/* | BaaS | BaaS | 5 | OIDC + REST API
# PlanetScale/Neon
@planetscale/database @neondatabase/serverless | HTTP SQL driver | data access | 1 | mysql2 / pg
# Upstash
@upstash/redis @upstash/qstash | HTTP Redis / queue | data access | 1 | ioredis / BullMQ
`,
  (packages) => ({ on: 'import', packages }),
);
