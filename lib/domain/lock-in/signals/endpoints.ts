import { parseLabelled } from './table.ts';

/**
 * Addresses and names of one vendor's services in the strings of code and of configuration. A part that is computed
 * is * in the text (`https://dynamodb.${region}.amazonaws.com` reads as `https://dynamodb.*.amazonaws.com`). The
 * first row of a vendor that fits names the service; the vendor's last row is for any other service of it. Pages
 * for people (docs, consoles, fonts) are not services. Every repetition is bounded, so that a hostile string of a
 * megabyte costs no more than reading it.
 */
export const ENDPOINT_SIGNALS = parseLabelled(String.raw`
# AWS
arn:aws: | text \barn:aws(-[a-z]{1,9}){0,3}:[\w*-]{1,63}: | ARN strings | IAM | 2 | config-injected names | AWS General Reference, Amazon Resource Names
dynamodb.REGION.amazonaws.com | text (?<![\w-])dynamodb[\w.*-]{0,80}\.amazonaws\.com\b | DynamoDB endpoint | data service | 5 | PostgreSQL/Cassandra behind a repository port; ScyllaDB Alternator speaks the API | AWS General Reference, service endpoints
s3.REGION.amazonaws.com, s3:// | text (\bs3[.-][\w.*-]{0,80}amazonaws\.com\b|(?<!\w)s3://) | S3 endpoint | object storage | 2 | any S3-compatible store with its address in the configuration | AWS General Reference, service endpoints
sqs.REGION.amazonaws.com | text (\bsqs\.[\w.*-]{0,80}amazonaws\.com|\.queue\.amazonaws\.com)\b | SQS endpoint | messaging | 3 | AMQP/RabbitMQ, NATS, pg-boss, BullMQ | AWS General Reference, service endpoints
sns.REGION.amazonaws.com | text \bsns\.[\w.*-]{0,80}amazonaws\.com\b | SNS endpoint | messaging | 3 | NATS/Kafka topics, CloudEvents webhook | AWS General Reference, service endpoints
execute-api.REGION.amazonaws.com, lambda-url.REGION.on.aws | text \b(execute-api\.[\w.*-]{0,80}amazonaws\.com|lambda-url\.[\w.*-]{0,80}on\.aws|lambda\.[\w.*-]{0,80}amazonaws\.com)\b | Lambda or API Gateway endpoint | function-to-function | 3 | HTTP call to an address in the configuration | AWS General Reference, service endpoints
169.254.170.2 | text \b169\.254\.170\.2\b | task metadata and credentials | runtime environment | 2 | config key, workload identity | Amazon ECS developer guide, task metadata
*.amazonaws.com | text (?<!\bdocs)\.amazonaws\.com\b | AWS service endpoint | network | 2 | an address in the configuration | AWS General Reference, service endpoints
# GCP
metadata.google.internal | text \bmetadata\.google\.internal\b | metadata server | runtime environment | 1 | config key; K_* are portable across Knative | Cloud Run notes on a public page; knative/docs
storage.googleapis.com, gs:// | text (\bstorage\.(googleapis|cloud\.google)\.com\b|(?<!\w)gs://) | Cloud Storage endpoint | object storage | 2 | S3 API (GCS interop) | Google Cloud APIs, service endpoints
*.run.app, *.cloudfunctions.net, *.appspot.com | text \.(run\.app|cloudfunctions\.net|appspot\.com)\b | Cloud Run or App Engine address | function-to-function | 1 | an address in the configuration | Google Cloud documentation, service addresses
projects/ID/topics/NAME | text (^|/)projects/[\w*:.-]{1,80}/(topics|subscriptions|secrets|databases|locations|queues)/ | resource names | IAM | 2 | config-injected names | Google Cloud APIs, resource names
*.googleapis.com | text (?<!\b(fonts|ajax|maps|chart))\.googleapis\.com\b | Google Cloud service endpoint | network | 2 | an address in the configuration | Google Cloud APIs, service endpoints
# Azure
*.documents.azure.com | text \.documents\.azure\.com\b | Cosmos DB endpoint | data service | 5 | MongoDB API/Postgres | Azure documentation, service endpoints
*.blob.core.windows.net | text (\.(blob|queue|table|file|dfs)\.core\.windows\.net\b|EndpointSuffix=core\.windows\.net) | Azure Storage endpoint | object storage | 3 | S3-compatible | Azure documentation, service endpoints
*.servicebus.windows.net | text \.servicebus\.windows\.net\b | Service Bus or Event Hubs endpoint | messaging | 3 | AMQP 1.0 client (rhea) / RabbitMQ | Azure documentation, service endpoints
*.vault.azure.net | text \.vault\.azure\.net\b | Key Vault endpoint | secrets | 2 | Vault/env | Azure documentation, service endpoints
login.microsoftonline.com | text \blogin\.microsoftonline\.com\b | Entra ID endpoint | identity | 3 | openid-client + any OIDC provider | Azure documentation, service endpoints
*.azurewebsites.net, *.azurecontainerapps.io | text \.(azurewebsites\.net|azurecontainerapps\.io)\b | Azure Functions or Container Apps address | function-to-function | 1 | an address in the configuration | Azure documentation, service endpoints
/subscriptions/ID/resourceGroups/ | text /subscriptions/[\w*-]{1,63}/resourceGroups/ | resource ids | IAM | 2 | config-injected names | Azure documentation, resource ids
*.windows.net | text \.(database|redis\.cache|search)\.windows\.net\b | Azure service endpoint | network | 2 | an address in the configuration | Azure documentation, service endpoints
# Cloudflare
*.r2.cloudflarestorage.com | text \.r2\.(cloudflarestorage\.com|dev)\b | R2 endpoint | object storage | 1 | S3 API (R2 speaks it) | Cloudflare documentation
*.workers.dev, api.cloudflare.com | text (\.workers\.dev|\bapi\.cloudflare\.com)\b | Workers address or API | function-to-function | 1 | an address in the configuration | Cloudflare documentation
# IBM/OpenWhisk
crn:v1: | text \bcrn:v1: | CRN strings | IAM | 2 | config-injected names | IBM Cloud documentation
*.appdomain.cloud | text \.appdomain\.cloud\b | IBM Cloud service endpoint | network | 2 | an address in the configuration | IBM Cloud documentation
# Vercel
*.vercel-storage.com, *.vercel.app | text \.(vercel-storage\.com|vercel\.app)\b | Vercel address | network | 1 | an address in the configuration | Vercel documentation
# Netlify
*.netlify.app | text (?<!\bwww)\.netlify\.app\b | Netlify address | network | 1 | an address in the configuration | Netlify documentation
# Google Firebase
*.firebaseio.com | text \.(firebaseio\.com|firebasedatabase\.app|firebaseapp\.com)\b | Firebase endpoint | BaaS | 4 | OIDC + Postgres + Web Push | Firebase documentation
# Supabase
*.supabase.co | text (?<!\bwww)\.supabase\.co\b | Supabase endpoint | BaaS | 2 | self-hosted Supabase; pg + OIDC | Supabase documentation
# Auth0
*.auth0.com | text (?<!\b(www|docs|community))\.auth0\.com\b | Auth0 tenant | identity | 3 | openid-client + any OIDC provider (user export needed) | Auth0 documentation
`);
