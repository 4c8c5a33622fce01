import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { homeDirectory } from '../../../host/home.ts';
import { ownerIsDead, ownerKey } from '../owner.ts';
import { sweepDockerGroups } from './group.ts';
import { LABELS, ourFilter } from './labels.ts';

/** Below it one directory an owner, with the sockets of its containers. */
export const dockerHome = (): string => homeDirectory('docker', 0o711);

/** Images of workloads; the base stays, for it is what makes the next start quick. */
async function removeImages(docker: Docker): Promise<void> {
  const { label } = ourFilter();
  const images = await docker.listImages({ filters: { label: label.slice(0, 1) } });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => /\/workload:/.test(tag));
  // Without force: an image that a container still uses stays.
  for (const tag of tags)
    await docker
      .getImage(tag)
      .remove({})
      .catch(() => {});
}

/** Removes the containers, images and directories of dead owners; the living and the user's own stay. */
export async function removeDockerLeftovers(docker: Docker): Promise<void> {
  const ours = await docker.listContainers({ all: true, filters: ourFilter() });
  const dead = ours.filter(({ Labels }) => ownerIsDead(Labels[LABELS.owner] ?? ''));
  for (const { Id } of dead) {
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => {});
  }
  // While someone else of this checkout is at work, an image may be between its loading and its first use.
  if (dead.length > 0 && dead.length === ours.length) await removeImages(docker);
  sweepDockerGroups(ownerIsDead);
  for (const name of await readdir(dockerHome())) {
    if (ownerIsDead(name)) await rm(join(dockerHome(), name), { recursive: true, force: true });
  }
}

/** Our own directory, when nothing of ours is left in it. */
export const forgetDockerOwner = (): Promise<void> => rmdir(join(dockerHome(), ownerKey)).catch(() => {});
