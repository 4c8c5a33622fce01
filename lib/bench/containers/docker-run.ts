import Docker from 'dockerode';
import type { Ms } from '#lib/domain/units.ts';
import type { Image } from '#lib/executors/container/image/image.ts';
import { ReplicaClient } from '#lib/executors/container/replica/client.ts';
import { untilServing } from './subjects.ts';

/** What `docker run -d -p 127.0.0.1::8080 IMAGE` does, by the engine's API: no client program to start. */
export interface DockerRun extends AsyncDisposable {
  /** From the request to make the container to the first 200 through the published port. */
  cold: Ms;
  port: number;
}

export async function dockerRun(host: string, image: Image): Promise<DockerRun> {
  const docker = new Docker({ socketPath: host.replace('unix://', '') });
  const started = performance.now();
  const container = await docker.createContainer({
    Image: image.tag,
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
  });
  await container.start();
  const { Ports } = (await container.inspect()).NetworkSettings;
  const port = Number(Ports['8080/tcp']?.[0]?.HostPort);
  const client = new ReplicaClient({ port }, 4);
  await untilServing(client);
  const cold = performance.now() - started;
  await client.close();
  return {
    ...{ cold, port },
    [Symbol.asyncDispose]: () => container.remove({ force: true, v: true }),
  };
}
