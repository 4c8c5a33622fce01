import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Ms } from '#lib/domain/units.ts';
import type { Image } from '#lib/executors/container/image/image.ts';
import { ReplicaClient } from '#lib/executors/container/replica/client.ts';
import { freePort, untilServing } from './subjects.ts';

export interface DockerRun extends AsyncDisposable {
  /** From the command to the first 200 through the published port. */
  cold: Ms;
  port: number;
}

/** `docker run -d -p 127.0.0.1:PORT:8080 IMAGE`, as a person types it: bridge network and a published port. */
export async function dockerRun(host: string, image: Image): Promise<DockerRun> {
  const env = { NODE_ENV: 'production', PATH: process.env.PATH, DOCKER_HOST: host } as const;
  const docker = async (...args: string[]) =>
    (await promisify(execFile)('docker', args, { env })).stdout.trim();
  const port = await freePort();
  const started = performance.now();
  const id = await docker('run', '-d', '-p', `127.0.0.1:${port}:8080`, image.tag);
  const client = new ReplicaClient({ port }, 4);
  await untilServing(client);
  const cold = performance.now() - started;
  await client.close();
  return {
    ...{ cold, port },
    async [Symbol.asyncDispose]() {
      await docker('rm', '-f', '-v', id);
    },
  };
}
