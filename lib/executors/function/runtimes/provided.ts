import { fileURLToPath } from 'node:url';
import { CrossoverError } from '#lib/domain/errors.ts';
import { atTheirPaths, findProgram, librariesOf } from '../../host/programs.ts';
import { RUNTIME_DIRECTORY } from '../../source/task-environment.ts';
import { RUNTIME_API_ADDRESS, RUNTIME_API_SOCKET, type Runtime } from './runtime.ts';

const file = (name: string): string => fileURLToPath(new URL(`./provided/${name}`, import.meta.url));
const [HOST = '', PORT = ''] = RUNTIME_API_ADDRESS.split(':');

const BY_SOCAT = [
  '/usr/bin/socat',
  `TCP-LISTEN:${PORT},bind=${HOST},fork,reuseaddr,nodelay`,
  `UNIX-CONNECT:${RUNTIME_API_SOCKET}`,
];
const BY_NODE = ['/usr/bin/node', `${RUNTIME_DIRECTORY}/bridge.mjs`, HOST, PORT, RUNTIME_API_SOCKET];

/** The smallest thing that an executable script can count on: a shell and `env`. */
async function shell(): Promise<{ shell: string; env: string }> {
  const [shell, env] = await Promise.all([findProgram('sh'), findProgram('env')]);
  if (shell !== null && env !== null) return { shell, env };
  throw new CrossoverError({
    code: 'runtime-missing',
    owner: 'yours',
    message: 'There is no /bin/sh on this machine that every user may run.',
    remedy: 'Use the runtime nodejs.',
  });
}

/**
 * Any executable named `bootstrap` that speaks the Runtime API at AWS_LAMBDA_RUNTIME_API. The bridge to it is
 * a process of its own beside the bootstrap: inside the bootstrap's process it could wait for itself.
 * @throws CrossoverError `runtime-missing`
 */
export async function provided(): Promise<Runtime> {
  const [programs, socat] = await Promise.all([shell(), findProgram('socat')]);
  const used = [programs.shell, programs.env, ...(socat === null ? [] : [socat])];
  return {
    name: 'provided',
    title: 'provided',
    files: { 'start.sh': file('start.sh'), 'bridge.mjs': file('bridge.mjs') },
    mounts: {
      ...atTheirPaths(await librariesOf(...used)),
      '/bin/sh': programs.shell,
      '/usr/bin/env': programs.env,
      ...(socat === null ? {} : { '/usr/bin/socat': socat }),
    },
    execution: null,
    environment: { AWS_LAMBDA_RUNTIME_API: RUNTIME_API_ADDRESS },
    command: () => ['/bin/sh', `${RUNTIME_DIRECTORY}/start.sh`, ...(socat === null ? BY_NODE : BY_SOCAT)],
  };
}
