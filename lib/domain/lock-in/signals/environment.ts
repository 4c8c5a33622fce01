import { parseTable } from './table.ts';

/** Environment variables that only one platform sets. */
export const ENVIRONMENT_SIGNALS = parseTable(
  `
# AWS
AWS_LAMBDA_FUNCTION_NAME | Lambda runtime | runtime environment | 1 | own config key / OTEL resource attributes | env-var lists in a public repository
AWS_LAMBDA_FUNCTION_MEMORY_SIZE | Lambda runtime | runtime environment | 1 | own config key / OTEL resource attributes | env-var lists in a public repository
AWS_LAMBDA_RUNTIME_API | Lambda runtime | runtime environment | 3 | own config key / OTEL resource attributes | env-var lists in a public repository
AWS_LAMBDA_INITIALIZATION_TYPE | Lambda runtime | runtime environment | 2 | own config key / OTEL resource attributes | env-var lists in a public repository
AWS_EXECUTION_ENV | Lambda runtime | runtime environment | 1 | own config key / OTEL resource attributes | env-var lists in a public repository
LAMBDA_TASK_ROOT | Lambda runtime | runtime environment | 2 | own config key / OTEL resource attributes | env-var lists in a public repository
_X_AMZN_TRACE_ID | Lambda runtime | runtime environment | 1 | own config key / OTEL resource attributes | env-var lists in a public repository
AWS_REGION | Lambda runtime | runtime environment | 1 | own config key / OTEL resource attributes | env-var lists in a public repository
# GCP
FUNCTION_TARGET FUNCTION_SIGNATURE_TYPE | functions runtime | runtime environment | 1 | config key; K_* are portable across Knative | GoogleCloudPlatform/functions-framework-nodejs README
K_SERVICE K_REVISION K_CONFIGURATION | Cloud Run and any Knative | runtime environment | 1 | config key; K_* are portable across Knative | Cloud Run notes on a public page; knative/docs
GOOGLE_CLOUD_PROJECT GCLOUD_PROJECT | project id | runtime environment | 1 | config key; K_* are portable across Knative | Cloud Run notes on a public page; knative/docs
GAE_SERVICE GAE_ENV | App Engine | runtime environment | 1 | config key; K_* are portable across Knative | Cloud Run notes on a public page; knative/docs
# Azure
FUNCTIONS_WORKER_RUNTIME | Functions runtime | runtime environment | 1 | config key | public repositories that use FUNCTIONS_WORKER_RUNTIME
FUNCTIONS_EXTENSION_VERSION | Functions host | runtime environment | 1 | config key | public repositories that use FUNCTIONS_WORKER_RUNTIME
AzureWebJobsStorage | host storage connection | runtime environment | 3 | config key
WEBSITE_INSTANCE_ID WEBSITE_SITE_NAME | App Service | runtime environment | 1 | config key
CONTAINER_APP_NAME CONTAINER_APP_REVISION | Container Apps | runtime environment | 1 | config key
# Cloudflare
CF_PAGES | Pages build | runtime environment | 1 | CI variable | unjs/std-env src/providers.ts@0469d74
# IBM/OpenWhisk
__OW_ACTION_NAME __OW_API_HOST __OW_API_KEY __OW_NAMESPACE __OW_ACTIVATION_ID __OW_DEADLINE | OpenWhisk runtime | runtime environment | 2 | config key | public repositories that use __OW_ACTION_NAME
# Vercel
VERCEL VERCEL_ENV VERCEL_URL NOW_REGION | platform | runtime environment | 1 | config key | unjs/std-env src/providers.ts@0469d74 (NOW_BUILDER, VERCEL)
# Netlify
NETLIFY DEPLOY_ID CONTEXT | platform | runtime environment | 1 | config key | unjs/std-env; nitro presets/netlify/preset.ts
# Fly.io
FLY_APP_NAME FLY_REGION FLY_MACHINE_ID PRIMARY_REGION | machine runtime | runtime environment | 1 | config key | superfly/docs machines/runtime-environment.html.md
# Knative
K_SINK | SinkBinding | event/trigger shape | 1 | portable across Knative | knative/docs code-samples
`,
  (names) => ({ on: 'env', names }),
);
