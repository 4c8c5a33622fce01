import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { CrossoverError } from '#lib/domain/errors.ts';
import { makeDirectory } from '../../../host/home.ts';
import type { Image } from '../../image/image.ts';
import type { Container, ContainerEngine, ContainerSpec, InstalledImage } from '../engine.ts';
import { canForward } from '../forward.ts';
import { ownerKey } from '../owner.ts';
import { makeSocketDirectory } from '../socket-directory.ts';
import { buildDockerfile } from './build.ts';
import { dockerCapabilities } from './capabilities.ts';
import { type Connection, engineError } from './connect.ts';
import { startDocker } from './container.ts';
import { createOptions } from './create.ts';
import { DockerGroup } from './group.ts';
import { installImage } from './images.ts';
import { dockerHome, forgetDockerOwner, removeDockerLeftovers } from './leftovers.ts';

function refuseServices(spec: ContainerSpec, connection: Connection): void {
  if (connection.transport === 'socket' || spec.services.length === 0) return;
  throw new CrossoverError({
    code: 'services-not-reachable',
    owner: 'yours',
    message: `${connection.title} shares no directory with this machine, so its containers cannot reach the services here.`,
    remedy: 'Use a Docker or Podman of this machine, or runc; on macOS run Crossover inside a Linux machine.',
  });
}

type Startable = Pick<Image, 'tag' | 'program'>;

/** A socket shared with the container; an own server is reached so only by whoever may enter its network. */
const bySocket = ({ transport }: Connection, { program }: Startable): boolean =>
  transport === 'socket' && (program.kind === 'wrapper' || canForward());

async function startContainer(
  image: Startable,
  spec: ContainerSpec,
  connection: Connection,
): Promise<Container> {
  refuseServices(spec, connection);
  const id = `${ownerKey}-${spec.id}`;
  const directory = join(dockerHome(), ownerKey, spec.id);
  makeDirectory(join(dockerHome(), ownerKey), 0o700);
  await mkdir(directory, { recursive: true });
  const socketDirectory = bySocket(connection, image) ? makeSocketDirectory(directory) : null;
  const group = connection.takesGroup ? DockerGroup.make(id, spec.memory) : null;
  const place = { id, directory, socketDirectory, group };
  let container: Docker.Container | undefined;
  try {
    container = await connection.docker.createContainer(
      createOptions(image, { ...spec, id }, connection, place),
    );
    return await startDocker(container, place, image.program, connection.publishing);
  } catch (error) {
    await container?.remove({ force: true, v: true }).catch(() => {});
    group?.remove();
    await rm(directory, { recursive: true, force: true });
    throw engineError('start a container', error);
  }
}

/** Two deployments of the same code share one image: the last one that goes removes it. */
const users = new Map<string, number>();

async function release(docker: Docker, tag: string): Promise<void> {
  const left = (users.get(tag) ?? 1) - 1;
  users.set(tag, left);
  if (left > 0) return;
  users.delete(tag);
  // Without force: another engine process may use the very same image.
  await docker
    .getImage(tag)
    .remove({})
    .catch(() => {});
}

/** Containers by a Docker Engine API: Docker or Podman. */
export function dockerEngine(connection: Connection): ContainerEngine {
  const { docker, title, product } = connection;
  return {
    id: product,
    title,
    here: connection.transport === 'socket',
    async install(image): Promise<InstalledImage> {
      users.set(image.tag, (users.get(image.tag) ?? 0) + 1);
      try {
        await installImage(docker, image);
      } catch (error) {
        await release(docker, image.tag);
        throw error;
      }
      return {
        start: (spec) => startContainer(image, spec, connection),
        [Symbol.asyncDispose]: () => release(docker, image.tag),
      };
    },
    async build(files) {
      const { tag, ...built } = await buildDockerfile(docker, files);
      users.set(tag, (users.get(tag) ?? 0) + 1);
      const image = { tag, program: built.program };
      const installed = {
        start: (spec: ContainerSpec) => startContainer(image, spec, connection),
        [Symbol.asyncDispose]: () => release(docker, tag),
      };
      return { ...built, installed };
    },
    capabilities: () => dockerCapabilities(connection),
    removeLeftovers: () => removeDockerLeftovers(docker),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await forgetDockerOwner();
    },
  };
}
