import { CrossoverError } from '#lib/domain/errors.ts';
import type { ImageSource } from '#lib/domain/execution/container-options.ts';
import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import { runtimeTitle } from '../host/runtime-title.ts';
import { taskOf } from '../source/task-environment.ts';
import type { ContainerEngine, InstalledImage } from './engines/engine.ts';
import { openArchive } from './image/archive/image.ts';
import { buildImage, type Image } from './image/image.ts';
import { buildServerImage, refuseEscapes } from './image/server-image.ts';
import { settingsOf } from './replica/settings.ts';
import type { Release } from './version.ts';

type Source = { kind: 'handler' } | ImageSource;

/** An image that may have left something to clean up once it is out of use. */
interface Made {
  image: Image;
  dispose?: () => PromiseLike<void>;
}

async function make(source: Exclude<Source, { kind: 'dockerfile' }>, spec: DeploySpec): Promise<Made> {
  switch (source.kind) {
    case 'handler':
      return { image: await buildImage(spec.bundle) };
    case 'server':
      return { image: await buildServerImage(source) };
    case 'archive': {
      const uploaded = await openArchive(source.path);
      return { image: uploaded.image, dispose: () => uploaded[Symbol.asyncDispose]() };
    }
  }
}

async function install(engine: ContainerEngine, { image, dispose }: Made): Promise<InstalledImage> {
  const release = async () => void (await dispose?.());
  try {
    const installed = await engine.install(image);
    return {
      start: (spec) => installed.start(spec),
      async [Symbol.asyncDispose]() {
        await installed[Symbol.asyncDispose]();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Builds the image of a specification and gives it to the engine. */
export async function prepare(engine: ContainerEngine, spec: DeploySpec): Promise<Release> {
  const settings = settingsOf(spec);
  const started = performance.now();
  const source: Source = settings.image ?? { kind: 'handler' };
  if (source.kind === 'dockerfile') {
    refuseEscapes(source.files);
    if (engine.build === undefined) throw cannotBuild(engine);
    const { installed, program, ...made } = await engine.build(source.files);
    const build = { ...made, buildTime: performance.now() - started, engine: engine.title };
    return { spec, settings, image: installed, program, build, task: null, here: engine.here };
  }
  const made = await make(source, spec);
  const installed = await install(engine, made);
  const { image } = made;
  const build = {
    codeBytes: image.codeBytes,
    baseBytes: image.base.bytes,
    layers: image.layers,
    buildTime: performance.now() - started,
    digest: image.digest,
    engine: engine.title,
    ...(source.kind === 'handler' ? { runtime: await runtimeTitle(runtimeOf(spec.bundle)) } : {}),
  };
  const task = source.kind === 'handler' ? await taskOf(spec.bundle) : null;
  return { spec, settings, image: installed, program: image.program, build, task, here: engine.here };
}

const cannotBuild = ({ title }: ContainerEngine) =>
  new CrossoverError({
    code: 'engine-cannot-build',
    owner: 'yours',
    message: `${title} cannot build from a Dockerfile.`,
    remedy: 'Use Docker or Podman, or upload the built image (docker save).',
  });
