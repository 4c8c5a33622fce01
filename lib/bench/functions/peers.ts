import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerCommand } from './server.ts';
import { ANSWER, HELLO } from './workload.ts';

const run = promisify(execFile);

export interface Peer {
  name: string;
  packages: readonly string[];
  files: Readonly<Record<string, string>>;
  /** What it holds a function to, for comparison with the product's sandbox. */
  enforces: string;
  command: (directory: string) => ServerCommand;
}

const SERVERLESS_YML = `service: bench
frameworkVersion: '*'
provider: { name: aws, runtime: nodejs22.x, region: eu-central-1 }
plugins: [serverless-offline]
functions:
  hello:
    handler: index.handler
    memorySize: 1769
    events: [{ httpApi: { path: /, method: get } }]
`;
const PORTS = { serverless: 45_671, framework: 45_672 } as const;

/** The emulators people use, with the same answer. */
export const PEERS: readonly Peer[] = [
  {
    name: 'serverless-offline',
    packages: ['serverless-offline@14.8.2', 'osls@3.77.1'],
    files: { 'serverless.yml': SERVERLESS_YML, 'index.js': HELLO },
    enforces: 'a worker thread for the handler and its timeout; not memory, CPU, files, network',
    command: (directory) => ({
      args: ['node_modules/osls/bin/serverless.js', 'offline', '--httpPort', String(PORTS.serverless)],
      directory,
      environment: { HOME: directory, SLS_TELEMETRY_DISABLED: '1' },
      url: `http://localhost:${PORTS.serverless}/`,
    }),
  },
  {
    name: 'functions-framework',
    packages: ['@google-cloud/functions-framework@5.0.5'],
    files: {
      'index.js': `exports.handler = (request, response) => { response.set('content-type', 'application/json'); response.status(200).send('${JSON.stringify(ANSWER)}'); };`,
    },
    enforces: 'nothing: the handler is a route of the server, any number of events at once',
    command: (directory) => ({
      args: [
        'node_modules/@google-cloud/functions-framework/build/src/main.js',
        '--target=handler',
        `--port=${PORTS.framework}`,
      ],
      directory,
      url: `http://localhost:${PORTS.framework}/`,
    }),
  },
];

export interface InstalledPeer extends AsyncDisposable {
  command: ServerCommand;
}

/** Installs a peer in a directory of its own outside the product. @throws Error with npm's reason */
export async function installPeer({ packages, files, command }: Peer): Promise<InstalledPeer> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-peer-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'];
    await run('npm', ['install', ...options, ...packages], { cwd: directory, timeout: 300_000 });
  } catch (error) {
    await remove();
    throw error;
  }
  return { command: command(directory), [Symbol.asyncDispose]: remove };
}
