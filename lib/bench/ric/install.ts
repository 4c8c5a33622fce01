import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';
import { homeDirectory } from '#lib/executors/host/home.ts';

const run = promisify(execFile);

/** The client that AWS itself builds its Node images with; it has a native part, built where it is installed. */
export const RIC = 'aws-lambda-ric@4.0.2';
const TOOLS = ['autoconf', 'automake', 'libtoolize', 'cmake', 'g++', 'make', 'npm'];
/** The native part uses Node-API, so the headers of any Node do. */
const HEADERS = '/usr/include/node/node_api.h';

async function requireTools(): Promise<void> {
  const missing: string[] = [];
  for (const tool of TOOLS) {
    await run('sh', ['-c', `command -v ${tool}`]).catch(() => missing.push(tool));
  }
  if (missing.length === 0) return;
  throw new CrossoverError({
    code: 'build-tools-missing',
    owner: 'yours',
    message: `Building ${RIC} needs ${missing.join(', ')}.`,
    remedy: 'apt-get install -y --no-install-recommends autoconf automake libtool cmake g++ make',
  });
}

/** Installs it beside the product, once; gives the directory that holds node_modules. */
export async function installRic(say: (text: string) => void): Promise<string> {
  const directory = join(homeDirectory('conformance'), RIC);
  if (existsSync(join(directory, 'node_modules/aws-lambda-ric/rapid-client.node'))) return directory;
  await requireTools();
  say(`Installing and building ${RIC}; this takes a minute or two`);
  const partial = `${directory}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'package.json'), '{"private":true}');
  try {
    await run('npm', ['install', RIC, '--no-audit', '--no-fund', '--ignore-scripts=false'], {
      cwd: partial,
      env: { ...process.env, ...(existsSync(HEADERS) ? { npm_config_nodedir: '/usr' } : {}) },
      maxBuffer: 64 * 1024 * 1024,
    });
    rmSync(directory, { recursive: true, force: true });
    renameSync(partial, directory);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return directory;
}
