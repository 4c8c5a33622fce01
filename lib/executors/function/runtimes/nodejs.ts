import { fileURLToPath } from 'node:url';
import { nodeRuntime } from '../../host/node-runtime.ts';
import { executionEnvironment, heapFlags, RUNTIME_DIRECTORY } from '../../source/task-environment.ts';
import type { Runtime } from './runtime.ts';

const file = (name: string): string => fileURLToPath(new URL(`./nodejs/${name}`, import.meta.url));

/** Node is in every sandbox already: the one that runs Crossover. */
export async function nodejs(): Promise<Runtime> {
  const { version } = await nodeRuntime();
  return {
    name: 'nodejs',
    title: `nodejs:${version}`,
    files: {
      'index.mjs': file('index.mjs'),
      'load.mjs': file('load.mjs'),
      'client.mjs': file('client.mjs'),
      'stream.mjs': file('stream.mjs'),
      'handler-contract.mjs': file('../../../source/handler-contract.mjs'),
    },
    mounts: {},
    execution: await executionEnvironment('nodejs'),
    environment: {},
    command: ({ memoryMiB }) => ['/usr/bin/node', ...heapFlags(memoryMiB), `${RUNTIME_DIRECTORY}/index.mjs`],
  };
}
