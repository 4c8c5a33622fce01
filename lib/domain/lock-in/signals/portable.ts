import type { Match } from './signal.ts';

/** Signs that code runs in many places. */
export const PORTABLE_SIGNALS: readonly { label: string; match: Match }[] = [
  { label: 'listens on $PORT, the contract of container platforms', match: { on: 'env', names: ['PORT'] } },
  { label: 'Dockerfile', match: { on: 'file', name: /(^|\/)(Dockerfile|Containerfile)$/, line: null } },
  {
    label: 'a framework with adapters for many platforms',
    match: { on: 'import', packages: ['hono', 'nitro', 'nitropack', 'h3'] },
  },
  { label: 'CloudEvents, the CNCF event envelope', match: { on: 'import', packages: ['cloudevents'] } },
  {
    label: 'OpenTelemetry, vendor-neutral telemetry',
    match: { on: 'import', packages: ['@opentelemetry/*'] },
  },
  {
    label: 'a web framework that runs in any container',
    match: { on: 'import', packages: ['express', 'fastify'] },
  },
  {
    label: 'Kubernetes manifests',
    match: { on: 'file', name: /(^|\/)(Chart|kustomization)\.ya?ml$/, line: null },
  },
  {
    label: 'an open protocol to its data',
    match: { on: 'import', packages: ['pg', 'mysql2', 'redis', 'ioredis', 'kafkajs', 'amqplib'] },
  },
  { label: 'Dapr building blocks', match: { on: 'import', packages: ['@dapr/dapr'] } },
  { label: 'standard identity (OIDC, JOSE)', match: { on: 'import', packages: ['openid-client', 'jose'] } },
  {
    label: 'web standard Request and Response',
    match: { on: 'path', pattern: /^(new Response|new Request|Response\.json)\b/ },
  },
];
