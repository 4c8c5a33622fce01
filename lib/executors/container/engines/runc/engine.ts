import { randomInt } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { makeDirectory } from '../../../host/home.ts';
import { unpack } from '../../image/base.ts';
import type { Image } from '../../image/image.ts';
import type { Container, ContainerEngine, ContainerSpec, InstalledImage } from '../engine.ts';
import { ownerKey } from '../owner.ts';
import { makeSocketDirectory } from '../socket-directory.ts';
import { runcCapabilities } from './capabilities.ts';
import { expectMove, makeCgroups } from './cgroups.ts';
import { runcConfig } from './config.ts';
import { startRunc } from './container.ts';
import { forgetOwner, removeRuncLeftovers, runcHome, stateRoot } from './leftovers.ts';
import { rootless } from './rootless.ts';

/**
 * Every replica is a user of its own on this machine, from a range that no distribution hands out: limits
 * that the kernel keeps per user are then per replica, and no other process shares its user.
 */
const UIDS = { first: 700_000_000, count: 100_000_000 } as const;

const passwdOf = (uid: number): string =>
  `root:x:0:0:root:/:/sbin/nologin\napp:x:${uid}:${uid}:app:/tmp:/sbin/nologin\n`;

const ROOT_ALONE = 'root:x:0:0:root:/tmp:/sbin/nologin\n';

function refuseEgress({ egress }: ContainerSpec): void {
  if (!egress) return;
  throw new CrossoverError({
    code: 'egress-not-available',
    owner: 'yours',
    message: 'Embedded runc gives containers no network.',
    remedy: 'Use Docker or Podman for a workload that must reach the network.',
  });
}

/** Synchronous: a handful of small files, for which the way through the thread pool takes three times as long. */
function startContainer(image: Image, code: string | null, spec: ContainerSpec): Container {
  refuseEgress(spec);
  const own = join(runcHome(), ownerKey);
  const id = `${ownerKey}-${spec.id}`;
  const directory = join(own, spec.id);
  makeDirectory(own, 0o700);
  mkdirSync(directory, { recursive: true });
  const user = rootless();
  // Its own user could undo what closes the directory to it: then it listens in its own network, which we enter.
  const socketDirectory = user ? null : makeSocketDirectory(directory);
  const uid = user ? 0 : UIDS.first + randomInt(UIDS.count);
  const passwd = join(directory, 'passwd');
  const paths = {
    rootfs: image.base.rootfs,
    code,
    socketDirectory,
    passwd,
  };
  const config = runcConfig({ ...spec, id }, paths, { uid, rootless: user }, image.program);
  writeFileSync(passwd, user ? ROOT_ALONE : passwdOf(uid));
  // Not by the mode of writeFileSync: a strict umask would take it back.
  chmodSync(passwd, 0o644);
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  makeCgroups(id, spec.memory);
  const place = { id, root: stateRoot(own), directory, socketDirectory };
  const container = startRunc(place, image.program);
  void expectMove();
  return container;
}

let images = 0;

/** The code of the image, unpacked; the base is shared and was unpacked when it was made. */
async function install(image: Image): Promise<InstalledImage> {
  // An uploaded image is its own root directory.
  const start = (code: string | null) => async (spec: ContainerSpec) => startContainer(image, code, spec);
  if (image.codeEntries.length === 0) return { start: start(null), [Symbol.asyncDispose]: async () => {} };
  images += 1;
  const code = join(makeDirectory(join(runcHome(), ownerKey), 0o700), `image-${images}`);
  try {
    await unpack(image.codeEntries, code);
  } catch (error) {
    await rm(code, { recursive: true, force: true });
    throw error;
  }
  return {
    start: start(code),
    [Symbol.asyncDispose]: () => rm(code, { recursive: true, force: true }),
  };
}

/** Containers by runc alone, without a daemon. `version` is runc's own. */
export function runcEngine(version: string): ContainerEngine {
  return {
    id: 'runc',
    title: `runc ${version}${rootless() ? ' rootless' : ''}`,
    here: true,
    install,
    capabilities: runcCapabilities,
    removeLeftovers: removeRuncLeftovers,
    [Symbol.asyncDispose]: forgetOwner,
  };
}
