import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { baseImage, completeLayout, type Image } from '../../image/image.ts';
import { type TarEntry, tarStream } from '../../image/tar.ts';
import { engineError } from './connect.ts';

const has = (docker: Docker, tag: string): Promise<boolean> =>
  docker
    .getImage(tag)
    .inspect()
    .then(
      () => true,
      () => false,
    );

/** Sends an image; the engine reports a failure within a successful answer. */
async function load(docker: Docker, entries: readonly TarEntry[]): Promise<void> {
  const answer = await docker.loadImage(Readable.from(tarStream(entries)), { quiet: true });
  let said = '';
  for await (const chunk of answer) said = (said + String(chunk)).slice(-4_000);
  const failure = /"error":"(.*?)"[,}]/.exec(said)?.[1];
  if (failure !== undefined) throw new Error(failure);
}

/** The base is sent once per engine and stays there; two deployments at once must not both send it. */
let baseLoading: Promise<void> = Promise.resolve();

async function ensureBase(docker: Docker, image: Image): Promise<void> {
  const { tag, layout } = baseImage(image.base);
  const before = baseLoading;
  baseLoading = before
    .catch(() => {})
    .then(async () => {
      if (!(await has(docker, tag))) await load(docker, layout);
    });
  await baseLoading;
}

/**
 * Puts a workload's image into the engine. First without the base layer, which the engine has by then:
 * that takes milliseconds; an engine that insists on every layer is sent all of them.
 * @throws CrossoverError `container-engine-failed`
 */
export async function installImage(docker: Docker, image: Image): Promise<void> {
  try {
    if (image.sharedBase) await ensureBase(docker, image);
    if (await has(docker, image.tag)) return;
    await load(docker, image.layout).catch(() => {});
    if (!(await has(docker, image.tag)) && image.sharedBase)
      await load(docker, completeLayout(image.layout, image.base));
    if (!(await has(docker, image.tag))) throw new Error('It took the image and does not have it.');
  } catch (error) {
    throw engineError('load the image', error);
  }
}
