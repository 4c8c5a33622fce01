import type { DeploySpec, InvokeRequest } from '#lib/domain/execution/executor.ts';

/** What every server of this benchmark answers. */
export const ANSWER = { message: 'hello' } as const;
/** The same function for all: the product and its peers. */
export const HELLO = `exports.handler = async () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(${JSON.stringify(ANSWER)}) });`;

/** A function of one vCPU with this code. */
export const specOf = (code: string, over: Partial<DeploySpec> = {}): DeploySpec => ({
  name: 'bench',
  bundle: { entry: 'index.js', handler: 'handler', files: [{ path: 'index.js', content: code }] },
  memory: 1_769,
  timeout: 10_000,
  environment: {},
  services: [],
  keepAlive: 600_000,
  maxConcurrency: 1_000,
  replicas: 1,
  cpus: 1,
  ...over,
});

let requests = 0;
export const requestOf = (path = '/'): InvokeRequest => {
  requests += 1;
  return { requestId: `bench-${requests}`, method: 'GET', path, headers: {}, body: null };
};
