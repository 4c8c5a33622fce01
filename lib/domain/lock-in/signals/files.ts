import { parseLabelled } from './table.ts';

/** Deployment files of one platform, by name and, where the name says too little, by a line in them. */
export const FILE_SIGNALS = parseLabelled(String.raw`
# AWS
template.yaml with Transform: AWS::Serverless-2016-10-31 | file (^|/)template\.ya?ml$ contains AWS::Serverless-2016-10-31 | SAM | IaC/deployment | 4 | OpenTofu modules / Helm
AWS::Lambda::Function / AWS::* resources | file \.(ya?ml|json|template)$ contains AWS::[A-Z]\w+:: | CloudFormation | IaC/deployment | 4 | OpenTofu
serverless.yml provider.name: aws | file (^|/)serverless\.(ya?ml|json)$ contains ^\s*"?name"?:\s*"?aws\b | Serverless Framework | IaC/deployment | 3 | change provider + rewrite events
aws_lambda_function / aws_* in *.tf | file \.tf$ contains "aws_\w+" | Terraform aws provider | IaC/deployment | 3 | Terraform stays, resources rewritten
iam policy JSON (Action: dynamodb:*) | file \.(json|ya?ml|template)$ contains ["']?Action["']?\s*[:=] | IAM | IAM | 3 | RBAC + workload identity
.ebextensions / apprunner.yaml / copilot/ | file (^\.ebextensions/|(^|/)apprunner\.ya?ml$|(^|/)copilot/) | AWS app deploy formats | IaC/deployment | 2 | OCI image + Helm
# GCP
app.yaml (runtime:, instance_class:) | file (^|/)app\.ya?ml$ contains ^(runtime|instance_class): | App Engine | IaC/deployment | 3 | Dockerfile + Cloud Run/Knative | theappliedarchitect.com page
firebase.json / .firebaserc / firestore.rules | file (^|/)(firebase\.json|\.firebaserc|firestore\.rules)$ | Firebase | IaC/deployment | 4 | reverse proxy config + app-level authz | nitrojs/nitro src/presets/firebase
# Azure
host.json / local.settings.json | file (^|/)(host|local\.settings)\.json$ | Functions host config | IaC/deployment | 3 | OpenTofu + Helm
function.json (bindings[]) | file (^|/)function\.json$ contains "bindings" | v3 bindings | IaC/deployment | 3 | OpenTofu + Helm
*.bicep / azuredeploy.json | file (\.bicep|(^|/)azuredeploy\.json)$ | ARM/Bicep | IaC/deployment | 3 | OpenTofu + Helm | mikhailio-hugo content/lab/arm (file names)
azure.yaml (azd) | file (^|/)azure\.ya?ml$ | azd | IaC/deployment | 4 | OpenTofu + Helm
# Cloudflare
nodejs_compat flag | file (^|/)wrangler\.(toml|jsonc?)$ contains nodejs_compat | Node API subset | runtime API | 1 | none needed on Node
wrangler.toml / wrangler.jsonc | file (^|/)wrangler\.(toml|jsonc?)$ | wrangler | IaC/deployment | 2 | container image / other preset
# IBM/OpenWhisk
manifest.yml / project.yml (packages, actions, sequences, triggers, rules) | file (^|/)(manifest|project)\.ya?ml$ contains ^packages: | wskdeploy / DO Functions | IaC/deployment | 4 | Knative/Code Engine; sequences are not supported there | ibm-cloud-docs/codeengine fun-migrate.md: no sequences, only cron triggers for functions
# Vercel
vercel.json (rewrites, crons, functions) | file (^|/)vercel\.json$ | project config | IaC/deployment | 2 | next.config + CronJob | nitrojs/nitro src/presets/vercel
# Netlify
netlify.toml / _redirects | file (^|/)(netlify\.toml|_redirects)$ | project config | IaC/deployment | 2 | reverse proxy rules | nitrojs/nitro src/presets/netlify
# Fly.io
fly.toml | file (^|/)fly\.toml$ | machines | IaC/deployment | 1 | Dockerfile stays; redo service config | superfly/docs
`);
