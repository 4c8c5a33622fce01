import type { Ms } from '#lib/domain/units.ts';
import type { ContainerEngine, InstalledImage } from '#lib/executors/container/engines/engine.ts';
import { EngineSearch } from '#lib/executors/container/engines/select.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { buildImage, type Image } from '#lib/executors/container/image/image.ts';
import type { Replica } from '#lib/executors/container/replica/replica.ts';
import { settingsOf } from '#lib/executors/container/replica/settings.ts';
import { ReleaseVersion } from '#lib/executors/container/version.ts';
import { requestOf, specOf } from './subjects.ts';

/** One engine with the image of the bench in it. */
export interface Side extends AsyncDisposable {
  id: 'runc' | 'docker';
  title: string;
  image: Image;
  /** From asking for a replica to its first 200, by the executor's own code. */
  coldStart(): Promise<Ms>;
  executor: ReturnType<typeof createContainerExecutor>;
}

async function engineOf(id: 'runc' | 'docker'): Promise<ContainerEngine> {
  const [engine] = (await new EngineSearch(id).now()).engines;
  if (engine === undefined) throw new Error(`There is no ${id} on this machine.`);
  return engine;
}

async function coldStart(image: Image, installed: InstalledImage): Promise<Ms> {
  const spec = specOf();
  const build = { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' };
  const release = {
    spec,
    settings: settingsOf(spec),
    image: installed,
    program: image.program,
    build,
    task: null,
    here: true,
  };
  const started = performance.now();
  let made: Replica | undefined;
  const launched = new ReleaseVersion(release, () => {}).launch(new AbortController().signal, (replica) => {
    made = replica;
  });
  try {
    const replica = await launched;
    replica.enter();
    const { status } = await replica.invoke(requestOf(), 10_000);
    if (status !== 200) throw new Error(`The replica answered ${status}.`);
    return performance.now() - started;
  } finally {
    await made?.remove();
  }
}

export async function openSide(id: 'runc' | 'docker'): Promise<Side> {
  const engine = await engineOf(id);
  const executor = createContainerExecutor({ engine: id });
  const image = await buildImage(specOf().bundle);
  const installed = await engine.install(image);
  return {
    ...{ id, title: engine.title, image, executor },
    coldStart: () => coldStart(image, installed),
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await installed[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
